/// Names for how well a candidate is kept apart from the host and from other candidates (DESIGN 5).
#pragma once
#include <string>

namespace counterpart::candidate {

enum class Isolation { automatic, cage, none };

/// What is in force, for the terminal and for every report.
struct IsolationReport {
    Isolation tier = Isolation::none; ///< cage or none
    std::string name; ///< one line for reports: "cage", "cage without /proc", "none (Landlock, seccomp)", "none"
    std::string why;  ///< empty for a cage; else what was refused
    std::string help; ///< what would make a cage possible here, in a sentence
};

} // namespace counterpart::candidate
