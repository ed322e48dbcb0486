/// Cuts what a candidate printed, long texts and long transcripts to a size that every consumer takes.
/// Cutting what has been cut changes nothing, so a report that is read and written again stays the same.
#pragma once
#include "reports/result.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace counterpart {

/// The stream as harmless() text of at most `limit` bytes: front and back, and how many bytes between were omitted.
Captured cut(const Captured& stream, std::size_t limit);

/// The line that stands between a stream's front and back: "… 12 bytes omitted …".
std::string omission(std::uint64_t bytes);

/// The text, harmless() and at most `limit` bytes; what is too long loses its middle to an omission line.
std::string cut_text(std::string_view text, std::size_t limit);

/// The first and the last of the lines, `limit` bytes of them at most, as positions: [0, front) and [back, size).
struct Kept {
    std::size_t front;
    std::size_t back;
};
Kept cut_lines(std::span<const std::string> lines, std::size_t limit);

} // namespace counterpart
