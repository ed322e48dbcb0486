/// Making a peer's bytes harmless for a terminal and a log line.
#pragma once
#include <string>
#include <string_view>

namespace counterpart::wire {

/// `text` with control bytes and backslashes written as \xNN and \\, and cut after `limit` bytes with "…": one line,
/// whatever the peer sent. Bytes from 0x80 stay, so that UTF-8 names read as they are.
std::string printable(std::string_view text, std::size_t limit = 300);

} // namespace counterpart::wire
