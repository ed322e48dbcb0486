/// The page of a whole cohort: how it did, what it got wrong, and a matrix that leads to every submission's page.
#pragma once
#include "reports/result.hpp"

#include <string>
#include <vector>

namespace counterpart::html {

/// A submission as the cohort's page needs it.
struct Entry {
    SubmissionResult result; ///< see slim()
    std::string page;        ///< the file name of its page, in the same directory
};

/// The result without what the cohort's page does not show: transcripts, output, and the bytes of failures.
SubmissionResult slim(const SubmissionResult&);

/// The whole document. Entries stand in the order of the matrix; those of one role are shown together. `finished`: the
/// run is over.
std::string cohort_page(const std::vector<const Entry*>&, bool finished, std::string_view version);

} // namespace counterpart::html
