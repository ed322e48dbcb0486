/// See text.hpp.
#include "reference/wire/text.hpp"
#include <fmt/format.h>

namespace counterpart::wire {

std::string printable(std::string_view text, std::size_t limit) {
    std::string line;
    for (const char c : text.substr(0, limit)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f)
            line += fmt::format("\\x{:02x}", byte);
        else if (c == '\\')
            line += "\\\\";
        else
            line += c;
    }
    return text.size() > limit ? line + "…" : line;
}

} // namespace counterpart::wire
