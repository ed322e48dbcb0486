/// Annotations of a GitHub workflow: what GitHub shows beside a job, written as commands into its log. Pure.
#pragma once
#include "reports/result.hpp"

#include <string>
#include <vector>

namespace counterpart {

struct Annotation {
    std::string title;
    std::string message; ///< one line is shown well; more are run together
};

/// What went wrong, one for each stage of a case: with the failure when one submission met it, with the submissions
/// when several did. In the order in which they show.
std::vector<Annotation> annotations_of(const RunResult&);

/// The commands, a line each: `::error title=TITLE::MESSAGE`, harmless and escaped. GitHub shows ten errors of a step,
/// so the tenth says how many more there are.
std::string workflow_commands(const std::vector<Annotation>&);

} // namespace counterpart
