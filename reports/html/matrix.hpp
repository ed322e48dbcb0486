/// The tables of a cohort's page: submission by stage, submission by case, and how each case went.
#pragma once
#include "reports/html/cohort.hpp"
#include "reports/html/markup.hpp"

namespace counterpart::html {

/// Each row a submission with its score, each column a stage of the map with the worst verdict over all cases; a cell
/// where something went wrong leads there. `id`: begins the names of the places in the page.
Markup stage_matrix(const std::vector<const Entry*>&, std::string_view id);

/// Each case, and in how many submissions it passed.
Markup case_table(const std::vector<const Entry*>&, std::string_view id);

/// Each row a submission, each column a case. Nothing when it would be too large to be read.
Markup case_matrix(const std::vector<const Entry*>&, std::string_view id);

} // namespace counterpart::html
