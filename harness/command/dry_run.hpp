/// What would be judged, in words, for --dry-run. Pure.
#pragma once
#include "harness/run/runner.hpp"
#include <string>
#include <vector>

namespace counterpart::command {

/// How a submission would be started: its name, the entry points found, and the command of each of its programs.
std::string start_in_words(const std::string& submission, const std::vector<engine::Launch>&);

/// The cases in the order in which they would be played, with level and points, and their sum.
std::string cases_in_words(const std::vector<const scenario::Case*>&);

} // namespace counterpart::command
