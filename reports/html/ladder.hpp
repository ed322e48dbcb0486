/// The communication map of one case as a ladder diagram in SVG: two lifelines, a band for each stage; what was
/// observed is solid, what was expected and did not come is dashed, and what failed is marked by colour, shape and
/// word.
#pragma once
#include "reports/html/markup.hpp"
#include "reports/result.hpp"

#include <vector>

namespace counterpart::html {

/// A case's events, under the stages that they belong to.
struct Timeline {
    std::vector<const Event*> before;              ///< of no stage, before the first that has one
    std::vector<std::vector<const Event*>> stages; ///< one list for each StageResult, in its order
    std::vector<const Event*> after;               ///< of no stage of the case, later
};
Timeline timeline_of(const CaseResult&);

/// `party`: the role that the candidate plays. `title`: what the diagram is called by those who cannot see it.
Markup ladder(const CaseResult&, const Timeline&, std::string_view party, std::string_view title);

} // namespace counterpart::html
