/// One case on a submission's page: what went wrong, the ladder diagram, each stage opening to its story, the output.
#pragma once
#include "reports/html/markup.hpp"
#include "reports/result.hpp"

namespace counterpart::html {

/// Names of places in a submission's page, so that other pages can point there. Counted from 1.
std::string case_anchor(std::size_t number);
std::string stage_anchor(std::size_t case_number, std::size_t stage_number);

/// How much a page may hold of any one text, so that it stays bounded whatever the candidate printed.
struct Limits {
    std::size_t text = 32 * 1024; ///< bytes of a stream, a transcript or an explanation
};
/// For a page of so many cases.
Limits limits_for(std::size_t cases);

/// `party`: the role that the candidate plays. `number`: the case's place on the page, from 1.
Markup case_section(const CaseResult&, std::size_t number, std::string_view party, const Limits&);

} // namespace counterpart::html
