#include "harness/engine/explain.hpp"
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <re2/re2.h>

namespace counterpart::engine {

using scenario::Step;
using scenario::Values;

namespace {

std::string without_newlines(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != '\n' && c != '\r') out += c;
    return out;
}

// Whether a program's last words are those of one that may start no more threads or processes: Python's, Java's, and
// the C library's.
bool lacks_processes(std::string_view words) {
    constexpr std::array signs = {"can't start new thread", "unable to create native thread",
                                  "Resource temporarily unavailable"};
    return std::any_of(signs.begin(), signs.end(),
                       [words](const char* sign) { return words.find(sign) != std::string_view::npos; });
}

/// The part of what came that a pattern looks at; nothing when it does not apply to this miss.
std::optional<std::string> looked_at(const Miss& miss, const Step& pattern) {
    const auto part = pattern.plain("part");
    // A pattern for a part applies when that part was wrong: its other parts may be wrong for other reasons.
    if (!part.empty() && part != miss.part) return {};
    const auto found = miss.parts.find(part.empty() && !miss.parts.contains("") ? miss.part : part);
    return found == miss.parts.end() ? std::string{} : found->second;
}

bool relation_holds(const std::string& relation, const std::string& got, const std::string& wanted) {
    if (relation == "empty") return got.empty();
    if (relation == "shorter") return !got.empty() && got.size() < wanted.size() && wanted.starts_with(got);
    if (relation == "longer") return got.size() > wanted.size() && got.starts_with(wanted);
    if (relation == "the-same-but-newlines") return got != wanted && without_newlines(got) == without_newlines(wanted);
    return false;
}

/// Whether the pattern's `equals` or `matches` fits. One that speaks of a value of many MiB never fits what is kept of
/// an answer.
bool fits(const Step& pattern, const std::string& got, const Values& values, bool whole) {
    try {
        if (pattern.has("equals") && got != values.text(pattern, "equals")) return false;
        return !pattern.has("matches") || found_in(values.text(pattern, "matches"), got, whole);
    } catch (const std::length_error&) { return false; }
}

bool applies(const Miss& miss, const Step& slip, const Values& values) {
    const auto got = looked_at(miss, slip);
    if (!got) return false;
    if (slip.has("cause") && slip.plain("cause") != to_string(miss.type)) return false;
    if (!fits(slip, *got, values, false)) return false;
    // A relation is one of contents, and a file that is not there has none.
    if (slip.has("is") && miss.part == "name") return false;
    if (slip.has("is") && !relation_holds(slip.plain("is"), *got, miss.wanted)) return false;
    if (slip.has("errors") && !found_in(values.text(slip, "errors"), miss.errors)) return false;
    if (slip.has("state") && !found_in(values.text(slip, "state"), miss.state)) return false;
    return true;
}

constexpr std::size_t said_of_text = 120, said_of_bytes = 24;
/// What has line ends and is no longer than this may be a number sent as bytes: 0a 41 is a port.
constexpr std::size_t number = 8;

/// Bytes as people write them about: `05 39` for what is not text, the text itself otherwise, with its lines after one
/// another.
std::string as_said(std::string_view bytes) {
    const auto is_line_end = [](unsigned char c) { return c == '\n' || c == '\r' || c == '\t'; };
    const bool many = bytes.size() > number;
    const bool text = !bytes.empty() && std::all_of(bytes.begin(), bytes.end(), [&](unsigned char c) {
        return (c >= 0x20 && c != 0x7f) || (many && is_line_end(c));
    });
    std::string out;
    if (text) {
        out = bytes.substr(0, said_of_text);
        std::replace_if(out.begin(), out.end(), is_line_end, ' ');
        return out;
    }
    for (const unsigned char c : bytes.substr(0, said_of_bytes))
        out += fmt::format("{}{:02x}", out.empty() ? "" : " ", c);
    return out;
}

std::string indented(const std::string& text) {
    std::string out = "  ";
    for (const char c : text) {
        out += c;
        if (c == '\n') out += "  ";
    }
    return out;
}

} // namespace

std::optional<std::size_t> place_of(const std::string& expression, std::string_view text, bool whole) {
    RE2::Options options(RE2::Latin1);
    options.set_log_errors(false);
    options.set_dot_nl(true);
    const RE2 compiled(expression, options);
    if (!compiled.ok())
        throw std::runtime_error(fmt::format("'{}' is no regular expression: {}", expression, compiled.error()));
    re2::StringPiece found;
    if (!compiled.Match(text, 0, text.size(), whole ? RE2::ANCHOR_BOTH : RE2::UNANCHORED, &found, 1)) return {};
    return static_cast<std::size_t>(found.data() - text.data());
}

bool found_in(const std::string& expression, std::string_view text, bool whole) {
    return place_of(expression, text, whole).has_value();
}

std::string without_colours(std::string text) {
    static const RE2 colours("\x1b\\[[0-9;:]*m", RE2::Latin1);
    RE2::GlobalReplace(&text, colours, "");
    return text;
}

void recognise_slip(Miss& miss, const Step& step, const Values& values) {
    for (const auto& slip : step.children) {
        if (slip.kind != "slip" || !applies(miss, slip, values)) continue;
        const auto got = looked_at(miss, slip).value_or("");
        miss.slip =
            slip.attributes.at("says")
                .fill([&, said = scenario::Content(as_said(got))](const std::string& name) -> const scenario::Content& {
                    return name == "got" ? said : values.at(name);
                })
                .string();
        if (slip.has("requirement")) miss.requirement = slip.plain("requirement");
        return;
    }
}

std::optional<std::string> tolerated(const Miss& miss, const Step& step, const Values& values) {
    if (miss.harness || miss.type != FailureType::mismatch) return {};
    for (const auto& also : step.children) {
        if (also.kind != "tolerate") continue;
        const auto got = looked_at(miss, also);
        if (!got) continue;
        if (!fits(also, *got, values, true)) continue;
        return values.text(also, "says");
    }
    return {};
}

Failure explain(const Miss& miss, const Circumstances& around) {
    Failure failure;
    failure.type = miss.type;
    failure.summary = miss.summary;
    failure.expected = miss.expected;
    failure.got = miss.got;
    failure.slip = miss.slip;
    std::string text;
    if (miss.harness) {
        text =
            fmt::format("Counterpart or this machine is at fault, not the program that was judged: {}\n", miss.summary);
    } else {
        if (around.requirement) {
            failure.requirement = around.requirement->id;
            failure.level = around.requirement->level;
            failure.sentence = around.requirement->sentence;
        }
        text = fmt::format("{}\n", miss.summary);
        if (!miss.slip.empty()) text += fmt::format("likely slip: {}\n", miss.slip);
        if (around.requirement)
            text += fmt::format("requirement {} ({}): {}\n", failure.requirement, to_string(failure.level),
                                failure.sentence);
    }
    if (around.stage)
        text += fmt::format("stage {}: {}\n  {}\n", around.stage->number, around.stage->title, around.stage->sentence);
    if (!around.case_title.empty()) text += fmt::format("case: {}\n", around.case_title);
    if (!miss.expected.empty()) text += fmt::format("expected: {}\n", miss.expected);
    if (!miss.got.empty()) text += fmt::format("got:      {}\n", miss.got);
    if (!miss.detail.empty()) text += indented(miss.detail) + "\n";
    if (!miss.state.empty()) text += fmt::format("the program was: {}\n", miss.state);
    if (!miss.errors.empty()) text += fmt::format("its last words:\n{}\n", indented(miss.errors));
    if (around.processes != 0 && lacks_processes(miss.errors))
        text += fmt::format("in this case it may have {} processes and threads at once\n", around.processes);
    if (!around.reproduce.empty()) text += fmt::format("reproduce: {}\n", around.reproduce);
    failure.text = std::move(text);
    return failure;
}

} // namespace counterpart::engine
