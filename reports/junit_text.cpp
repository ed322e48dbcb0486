// Composes and takes apart the text of a JUnit case.
#include "reports/junit_text.hpp"

#include "reports/cut.hpp"
#include "reports/event_line.hpp"
#include "reports/harmless.hpp"

#include <charconv>
#include <fmt/format.h>

namespace counterpart {

namespace {

constexpr std::string_view remark_label = "remark: ";
constexpr std::size_t remark_limit = 1000; // characters
constexpr std::size_t remarks_limit = 50;

/// The next line of `rest`, which loses it and its line feed.
std::string_view take_line(std::string_view& rest) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

template <class Number>
bool take_number(std::string_view& rest, Number& number) {
    const auto [stop, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
    return fault == std::errc{};
}

bool take(std::string_view& rest, std::string_view expected) {
    if (!rest.starts_with(expected)) return false;
    rest.remove_prefix(expected.size());
    return true;
}

/// The transcript's lines, each with its line feed; a long one loses its middle to a note, itself an event.
std::string transcript_text(const std::vector<Event>& events, int stage) {
    std::vector<std::string> lines;
    for (const auto& event : events) lines.push_back(event_line(event, stage) + "\n");
    const auto kept = cut_lines(lines, junit_text_limit - 200); // Room for the note.
    std::string text;
    for (std::size_t i = 0; i < kept.front; ++i) text += lines[i];
    if (kept.front < kept.back) {
        Event note;
        note.at = events[kept.front].at;
        note.stage = stage;
        note.what = fmt::format("… {} events omitted …", kept.back - kept.front);
        text += event_line(note, stage) + "\n";
    }
    for (auto i = kept.back; i < lines.size(); ++i) text += lines[i];
    return text;
}

std::string remarks_text(const std::vector<std::string>& remarks) {
    std::string text;
    const auto shown = remarks.size() > remarks_limit ? remarks_limit - 1 : remarks.size();
    for (std::size_t i = 0; i < shown; ++i) {
        text += fmt::format("{}{}\n", remark_label, harmless_line(remarks[i], remark_limit));
    }
    if (shown < remarks.size()) text += fmt::format("{}… and {} more\n", remark_label, remarks.size() - shown);
    return text;
}

} // namespace

std::string stream_text(std::string_view label, const Captured& stream) {
    const auto shown = cut(stream, junit_text_limit);
    if (shown.omitted > 0) {
        return fmt::format("{}, {} bytes omitted after the first {}:\n{}\n{}\n{}", label, shown.omitted,
                           shown.head.size(), shown.head, omission(shown.omitted), shown.tail);
    }
    return shown.head.empty() ? std::string() : fmt::format("{}:\n{}", label, shown.head);
}

Captured read_stream_text(std::string_view label, std::string_view text) {
    auto rest = text;
    const auto headline = take_line(rest);
    auto words = headline;
    Captured stream;
    std::size_t front = 0;
    if (!take(words, label)) return {std::string(text), {}, 0}; // Not ours: take it as it is.
    if (words == ":") return {std::string(rest), {}, 0};
    if (take(words, ", ") && take_number(words, stream.omitted) && take(words, " bytes omitted after the first ") &&
        take_number(words, front) && words == ":" && front <= rest.size()) {
        stream.head = rest.substr(0, front);
        rest.remove_prefix(front);
        if (take(rest, fmt::format("\n{}\n", omission(stream.omitted)))) {
            stream.tail = rest;
            return stream;
        }
    }
    return {std::string(text), {}, 0};
}

std::string stage_text(const StageResult& stage, const std::vector<Event>& events, const Captured& output) {
    return remarks_text(stage.remarks) + transcript_text(events, stage.number) + stream_text(output_label, output);
}

StageText read_stage_text(std::string_view text, int stage) {
    StageText read;
    for (auto rest = text; !rest.empty();) {
        const auto before = rest;
        auto line = take_line(rest);
        if (take(line, remark_label)) {
            read.remarks.emplace_back(line);
        } else if (auto event = read_event_line(line, stage)) {
            read.events.push_back(std::move(*event));
        } else {
            read.output = read_stream_text(output_label, before);
            break;
        }
    }
    return read;
}

} // namespace counterpart
