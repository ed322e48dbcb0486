/// Compares what was expected with what came, where a failure shows both as bytes: `"a\n" (2 bytes)` or
/// `05 39 (2 bytes)`, as the engine writes them. Pure.
#pragma once
#include "reports/html/markup.hpp"

#include <optional>
#include <vector>

namespace counterpart::html {

/// Bytes that were read back from such a text.
struct Shown {
    std::string bytes;
    std::vector<std::size_t> places; ///< where each byte is written in the text; one more for the end
    bool cut = false;                ///< more bytes than are shown
};
/// Nothing when the text is in words.
std::optional<Shown> read_shown(std::string_view text);

/// Expected and got as two blocks side by side with the first byte that differs marked, and both once more byte by
/// byte.
struct Sides {
    Markup blocks;
    bool beyond = false; ///< both are bytes and equal as far as they are shown, but cut
};
Sides side_by_side(std::string_view expected, std::string_view got);

} // namespace counterpart::html
