/// An event of the transcript for the terminal.
#pragma once
#include "reports/result.hpp"
#include <string>

namespace counterpart::command {

/// "    0.0132 ← upload: received 12 bytes: a.txt\nhello", ended by a newline; to be printed as foreign.
std::string event_in_words(const Event&);

} // namespace counterpart::command
