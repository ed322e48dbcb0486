/// What a cohort got wrong, ranked by how many submissions it concerns. Pure.
#pragma once
#include "reports/html/cohort.hpp"

namespace counterpart::html {

/// Where a submission shows a failure, for a link.
struct Place {
    const Entry* entry = nullptr;
    std::size_t at_case = 0, at_stage = 0; ///< as positions
};

/// The same failure in several submissions: same requirement, stage and slip or summary.
struct SameFailure {
    const Failure* failure = nullptr; ///< the first of them
    int stage = 0;
    std::string stage_title;
    std::vector<Place> places; ///< one for each submission
};

/// Everything that was wrong about one requirement.
struct Wrong {
    std::string requirement; ///< id; empty for failures that name none
    Level level = Level::must;
    std::string sentence;
    std::size_t submissions = 0;    ///< that failed it in any case
    std::size_t first = 0;          ///< of these, how many failed it before anything else
    std::vector<SameFailure> kinds; ///< the most frequent first
};

/// The most frequent first.
std::vector<Wrong> ranking_of(const std::vector<const Entry*>&);

} // namespace counterpart::html
