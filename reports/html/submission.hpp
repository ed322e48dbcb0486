/// The page of one submission: self-contained, and with nobody else's data in it.
#pragma once
#include "reports/result.hpp"

#include <string>

namespace counterpart::html {

/// The whole document. `version`: of Counterpart.
std::string submission_page(const SubmissionResult&, std::string_view version);

} // namespace counterpart::html
