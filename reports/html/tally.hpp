/// Counts over results, for the pages: how the cases went, how a stage went, and which failures are the same. Pure.
#pragma once
#include "reports/result.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace counterpart::html {

struct CaseCounts {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t unjudged = 0; ///< errors, and cases that were not played
};
CaseCounts counts_of(const SubmissionResult&);

/// The stages that any case of these submissions plays, as number and title, by number.
std::map<int, std::string> stages_of(const std::vector<const SubmissionResult*>&);

/// One stage over all cases of a submission.
struct StageCell {
    Verdict worst = Verdict::not_reached;
    std::size_t cases = 0; ///< that play the stage; 0: none does
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t at_case = 0, at_stage = 0; ///< where the worst stands first, as positions
};
StageCell cell_of(const SubmissionResult&, int stage);

/// A text without what differs from run to run: numbers, and what stands in double quotes. Two failures are the same
/// when requirement, stage and this are.
std::string pattern_of(std::string_view text);
/// The pattern of the slip, or else of the summary, with requirement and stage.
std::string sameness(const Failure&, int stage);

/// The same failure in one or several cases of a submission.
struct Trouble {
    const Failure* failure;                                  ///< the first of them
    std::vector<std::pair<std::size_t, std::size_t>> places; ///< case and stage, as positions
};
/// What a submission got wrong, in the order in which it shows.
std::vector<Trouble> troubles_of(const SubmissionResult&);

} // namespace counterpart::html
