// Front and back of what is too long; the middle is counted.
#include "reports/cut.hpp"

#include "reports/harmless.hpp"

#include <fmt/format.h>

namespace counterpart {

std::string omission(std::uint64_t bytes) { return fmt::format("… {} byte{} omitted …", bytes, bytes == 1 ? "" : "s"); }

Captured cut(const Captured& stream, std::size_t limit) {
    std::string_view head = stream.head;
    std::string_view tail = stream.tail;
    std::string whole;
    if (stream.omitted == 0) {
        whole = stream.head + stream.tail;
        if (front_that_fits(whole, limit) == whole.size()) return {harmless(whole), {}, 0};
        head = tail = whole;
    }
    const auto front = front_that_fits(head, limit / 2);
    const auto back = back_that_fits(tail, limit / 2);
    const auto held = stream.omitted == 0 ? whole.size() : head.size() + tail.size();
    return {harmless(head.substr(0, front)), harmless(tail.substr(tail.size() - back)),
            stream.omitted + held - front - back};
}

std::string cut_text(std::string_view text, std::size_t limit) {
    constexpr std::size_t room_for_omission = 64;
    if (front_that_fits(text, limit) == text.size()) return harmless(text);
    const auto half = (limit - room_for_omission) / 2;
    const auto front = front_that_fits(text, half);
    const auto back = back_that_fits(text, half);
    return harmless(text.substr(0, front)) + "\n" + omission(text.size() - front - back) + "\n" +
           harmless(text.substr(text.size() - back));
}

Kept cut_lines(std::span<const std::string> lines, std::size_t limit) {
    std::size_t total = 0;
    for (const auto& line : lines) total += line.size();
    if (total <= limit) return {lines.size(), lines.size()};
    Kept kept{0, lines.size()};
    for (std::size_t used = 0; kept.front < lines.size(); ++kept.front) {
        used += lines[kept.front].size();
        if (used > limit / 2) break;
    }
    for (std::size_t used = 0; kept.back > kept.front; --kept.back) {
        used += lines[kept.back - 1].size();
        if (used > limit / 2) break;
    }
    return kept;
}

} // namespace counterpart
