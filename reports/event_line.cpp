// Writes and reads the lines of a transcript.
#include "reports/event_line.hpp"

#include "reports/harmless.hpp"
#include "reports/time.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace counterpart {

namespace {

constexpr std::size_t data_shown = 256; // What an event promises to hold at most.

std::string_view arrow_of(Direction direction) {
    switch (direction) {
    case Direction::note: return "--";
    case Direction::to_candidate: return "->";
    case Direction::from_candidate: return "<-";
    }
    return "--";
}

std::optional<Direction> direction_of(std::string_view arrow) {
    for (const auto direction : {Direction::note, Direction::to_candidate, Direction::from_candidate}) {
        if (arrow == arrow_of(direction)) return direction;
    }
    return std::nullopt;
}

std::string escaped_channel(std::string_view channel) {
    std::string out;
    for (const char c : escaped(channel)) {
        if (c == ']')
            out += "\\x5d";
        else
            out += c;
    }
    return out;
}

/// The next word of `rest`, which loses it and the space behind it.
std::string_view take_word(std::string_view& rest) {
    const auto end = std::min(rest.find(' '), rest.size());
    const auto word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return word;
}

template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, number);
    return fault == std::errc{} && stop == end && !text.empty();
}

/// Where the first double quote stands that escaped() did not write.
std::size_t find_quote(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at;
    }
    return std::string_view::npos;
}

/// Takes `: "DATA"` or `: "DATA"…` off the end of `rest`.
std::string take_data(std::string_view& rest) {
    const auto open = find_quote(rest);
    if (open == std::string_view::npos || open < 2 || rest.substr(open - 2, 2) != ": ") return {};
    const auto close = rest.rfind('"');
    if (close == open) return {};
    auto data = unescaped(rest.substr(open + 1, close - open - 1));
    rest = rest.substr(0, open - 2);
    return data;
}

/// Takes `, N bytes` off the end of `rest`.
std::uint64_t take_bytes(std::string_view& rest) {
    const auto comma = rest.rfind(", ");
    if (comma == std::string_view::npos) return 0;
    auto tail = rest.substr(comma + 2);
    std::uint64_t bytes = 0;
    const auto number = take_word(tail);
    if ((tail != "bytes" && tail != "byte") || !read_number(number, bytes)) return 0;
    rest = rest.substr(0, comma);
    return bytes;
}

} // namespace

std::string event_line(const Event& event, int stage) {
    auto line = seconds_text(event.at, 6);
    if (event.stage != stage) line += fmt::format(" @{}", event.stage);
    line += fmt::format(" {} ", arrow_of(event.direction));
    if (!event.channel.empty()) line += fmt::format("[{}] ", escaped_channel(event.channel));
    const auto what = escaped(event.what);
    line += what.starts_with('[') && event.channel.empty() ? "\\x5b" + what.substr(1) : what;
    if (event.bytes > 0) line += fmt::format(", {} byte{}", event.bytes, event.bytes == 1 ? "" : "s");
    const auto data = std::string_view(event.data).substr(0, data_shown);
    if (!data.empty()) line += fmt::format(": \"{}\"{}", escaped(data), event.bytes > data.size() ? "…" : "");
    return line;
}

std::optional<Event> read_event_line(std::string_view line, int stage) {
    Event event;
    event.stage = stage;
    double at = 0;
    if (!read_number(take_word(line), at)) return std::nullopt;
    event.at = Seconds(at);
    auto word = take_word(line);
    if (word.starts_with('@')) {
        if (!read_number(word.substr(1), event.stage)) return std::nullopt;
        word = take_word(line);
    }
    const auto direction = direction_of(word);
    if (!direction) return std::nullopt;
    event.direction = *direction;
    if (const auto end = line.find("] "); line.starts_with('[') && end != std::string_view::npos) {
        event.channel = unescaped(line.substr(1, end - 1));
        line.remove_prefix(end + 2);
    }
    event.data = take_data(line);
    event.bytes = take_bytes(line);
    event.what = unescaped(line);
    return event;
}

} // namespace counterpart
