// Builds the element tree of a JUnit suite. Every string goes in through harmless().
#include "reports/junit_suite.hpp"

#include "reports/cut.hpp"
#include "reports/harmless.hpp"
#include "reports/junit_text.hpp"
#include "reports/time.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pugixml.hpp>
#include <set>

namespace counterpart {

namespace {

constexpr std::size_t message_limit = 300;        // characters; what consumers show in a list
constexpr std::size_t name_limit = 120;           // characters
constexpr std::size_t property_limit = 16 * 1024; // bytes
constexpr std::string_view no_stage = "no stage was played";

struct StringWriter final : pugi::xml_writer {
    std::string out;
    void write(const void* data, std::size_t size) override { out.append(static_cast<const char*>(data), size); }
};

void set(pugi::xml_node node, const char* attribute, const std::string& value) {
    node.append_attribute(attribute).set_value(harmless(value).c_str());
}

void set_text(pugi::xml_node node, const std::string& text) {
    node.append_child(pugi::node_pcdata).set_value(harmless(text).c_str());
}

void add_property(pugi::xml_node properties, const std::string& name, const std::string& value) {
    auto property = properties.append_child("property");
    set(property, "name", name);
    set(property, "value", cut_text(value, property_limit));
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : "0"; }

/// A part of a dotted name.
std::string name_part(std::string_view text) {
    auto part = harmless_line(text, name_limit);
    std::replace_if(
        part.begin(), part.end(), [](char c) { return c == '.' || c == '/' || c == '\\'; }, '_');
    return part;
}

bool is_timestamp(std::string_view text) {
    constexpr std::string_view shape = "0000-00-00T00:00:00Z";
    return std::equal(text.begin(), text.end(), shape.begin(), shape.end(),
                      [](char c, char like) { return like == '0' ? c >= '0' && c <= '9' : c == like; });
}

/// The failure's text, made to stand alone: never empty, and naming the requirement and its level.
std::string text_of(const Failure& failure) {
    auto text = failure.text.empty() ? failure.summary : failure.text;
    const auto lacks = [&](std::string_view words) { return text.find(words) == std::string::npos; };
    if (!failure.requirement.empty() && (lacks(failure.requirement) || lacks(to_string(failure.level)))) {
        text = fmt::format("{} ({}): {}\n{}", failure.requirement, to_string(failure.level), failure.sentence, text);
    }
    return cut_text(text.empty() ? "no explanation was recorded" : text, junit_text_limit);
}

/// Why the stages after the first that went wrong were not reached.
std::string skip_message(const CaseResult& played) {
    const auto* wrong = first_wrong(played);
    if (wrong && wrong->verdict == Verdict::failed) return fmt::format("not reached: stage {} failed", wrong->number);
    if (wrong) return fmt::format("not reached: stage {} could not be judged", wrong->number);
    return "not reached";
}

/// The stage under which the candidate's output is listed: where it went wrong, or the last.
std::size_t stage_with_output(const CaseResult& played) {
    if (const auto* wrong = first_wrong(played)) return static_cast<std::size_t>(wrong - played.stages.data());
    return std::max<std::size_t>(played.stages.size(), 1) - 1;
}

/// The transcript by stage. An event of no stage goes with the event before it.
std::vector<std::vector<Event>> events_by_stage(const CaseResult& played) {
    auto events = played.transcript;
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return whole_units(a.at, 6) < whole_units(b.at, 6); });
    const auto& stages = played.stages;
    std::vector<std::vector<Event>> by_stage(std::max<std::size_t>(stages.size(), 1));
    std::size_t current = 0;
    for (auto& event : events) {
        const auto is_its = [&](const StageResult& stage) { return stage.number == event.stage; };
        const auto from_here = stages.begin() + static_cast<std::ptrdiff_t>(std::min(current, stages.size()));
        auto stage = std::find_if(from_here, stages.end(), is_its);
        if (stage == stages.end()) stage = std::find_if(stages.begin(), stages.end(), is_its);
        if (stage != stages.end()) current = static_cast<std::size_t>(stage - stages.begin());
        by_stage[current].push_back(std::move(event));
    }
    return by_stage;
}

/// Adds failure, skipped or error, whichever the verdict asks for.
void add_verdict(pugi::xml_node testcase, const StageResult& stage, const std::string& skipped) {
    const auto failure = stage.failure.value_or(Failure{});
    const auto summary = harmless_line(failure.summary.empty() ? text_of(failure) : failure.summary, message_limit);
    switch (stage.verdict) {
    case Verdict::passed: return;
    case Verdict::failed: {
        auto node = testcase.append_child("failure");
        set(node, "message", summary);
        set(node, "type", std::string(to_string(failure.type)));
        set_text(node, text_of(failure));
        return;
    }
    case Verdict::not_reached: {
        auto node = testcase.append_child("skipped");
        set(node, "message", skipped);
        set_text(node, skipped);
        return;
    }
    case Verdict::error: {
        auto node = testcase.append_child("error");
        set(node, "message", summary);
        set_text(node, text_of(failure));
        return;
    }
    }
}

/// Writes one submission; holds what its parts share.
class SuiteWriter {
public:
    SuiteWriter(const SubmissionResult& submission, std::string_view version)
        : submission_(submission), version_(version), name_(junit_suite_name(submission)) {}

    JunitSuite write(unsigned depth) {
        pugi::xml_document document;
        auto suite = document.append_child("testsuite");
        add_properties(suite.append_child("properties"));
        for (const auto& played : submission_.cases) add_case(suite, played);
        add_attributes(suite);
        StringWriter text;
        suite.print(text, "  ", pugi::format_indent, pugi::encoding_utf8, depth);
        counts_.xml = std::move(text.out);
        return counts_;
    }

private:
    void add_attributes(pugi::xml_node suite) {
        set(suite, "name", name_);
        set(suite, "tests", std::to_string(counts_.tests));
        set(suite, "failures", std::to_string(counts_.failures));
        set(suite, "errors", std::to_string(counts_.errors));
        set(suite, "skipped", std::to_string(counts_.skipped));
        set(suite, "time", units_text(counts_.milliseconds, 3));
        if (is_timestamp(submission_.started)) set(suite, "timestamp", submission_.started);
    }

    void add_properties(pugi::xml_node properties) {
        const auto score = score_of(submission_);
        add_property(properties, "submission", submission_.name);
        add_property(properties, "protocol", submission_.protocol);
        add_property(properties, "role", submission_.role);
        add_property(properties, "seed", std::to_string(submission_.seed));
        add_property(properties, "version", std::string(version_));
        add_property(properties, "isolation", submission_.isolation);
        add_property(properties, "launch", submission_.launch);
        add_property(properties, "complete", submission_.complete ? "yes" : "no");
        add_property(properties, "score", number(score.points));
        add_property(properties, "score.max", number(score.max));
        for (const auto& played : submission_.cases) add_case_properties(properties, played);
    }

    void add_case_properties(pugi::xml_node properties, const CaseResult& played) {
        const auto prefix = fmt::format("case.{}.", played.id);
        add_property(properties, prefix + "title", played.title);
        add_property(properties, prefix + "level", std::string(to_string(played.level)));
        add_property(properties, prefix + "points", number(played.points));
        add_property(properties, prefix + "requirements", fmt::format("{}", fmt::join(played.requirements, " ")));
        add_property(properties, prefix + "time", seconds_text(played.time, 3));
        add_property(properties, prefix + "reproduce", played.reproduce);
        int failures = 0;
        for (const auto& stage : played.stages) {
            if (stage.verdict != Verdict::failed && stage.verdict != Verdict::error) continue;
            const auto failure = stage.failure.value_or(Failure{});
            add_failure_properties(properties, fmt::format("{}failure.{}.", prefix, ++failures), failure);
        }
    }

    static void add_failure_properties(pugi::xml_node properties, const std::string& prefix, const Failure& failure) {
        add_property(properties, prefix + "requirement", failure.requirement);
        add_property(properties, prefix + "level", std::string(to_string(failure.level)));
        add_property(properties, prefix + "sentence", failure.sentence);
        add_property(properties, prefix + "expected", failure.expected);
        add_property(properties, prefix + "got", failure.got);
        add_property(properties, prefix + "slip", failure.slip);
    }

    void add_case(pugi::xml_node suite, const CaseResult& played) {
        const auto events = events_by_stage(played);
        if (played.stages.empty()) {
            StageResult stage;
            stage.verdict = Verdict::error;
            stage.failure.emplace().summary = no_stage;
            add_stage(suite, played, stage, std::string(no_stage), events[0], true);
            return;
        }
        std::set<std::string> names;
        const auto last = stage_with_output(played);
        for (std::size_t i = 0; i < played.stages.size(); ++i) {
            const auto plain = junit_stage_name(played.stages[i]);
            auto name = plain;
            for (int again = 2; !names.insert(name).second; ++again) name = fmt::format("{} ({})", plain, again);
            add_stage(suite, played, played.stages[i], name, events[i], i == last);
        }
    }

    /// `output`: whether this is the stage that the candidate's output is listed under.
    void add_stage(pugi::xml_node suite, const CaseResult& played, const StageResult& stage, const std::string& name,
                   const std::vector<Event>& events, bool output) {
        auto testcase = suite.append_child("testcase");
        const auto milliseconds = whole_units(stage.time, 3);
        set(testcase, "classname", junit_class_name(name_, played));
        set(testcase, "name", name);
        set(testcase, "time", units_text(milliseconds, 3));
        add_verdict(testcase, stage, skip_message(played));
        const auto out = stage_text(stage, events, output ? played.standard_output : Captured{});
        const auto err = output ? stream_text(error_label, played.standard_error) : std::string();
        if (!out.empty()) set_text(testcase.append_child("system-out"), out);
        if (!err.empty()) set_text(testcase.append_child("system-err"), err);
        counts_.tests += 1;
        counts_.failures += stage.verdict == Verdict::failed;
        counts_.errors += stage.verdict == Verdict::error;
        counts_.skipped += stage.verdict == Verdict::not_reached;
        counts_.milliseconds += milliseconds;
    }

    const SubmissionResult& submission_;
    std::string_view version_;
    std::string name_;
    JunitSuite counts_;
};

} // namespace

std::string junit_suite_name(const SubmissionResult& submission) {
    const auto shown = harmless(submission.name); // What a reader of the report gets back.
    auto only_dots_replaced = shown;
    std::replace(only_dots_replaced.begin(), only_dots_replaced.end(), '.', '_');
    auto name = name_part(shown);
    if (name.empty() || name != only_dots_replaced) name += "-" + short_hash(shown);
    return fmt::format("{}.{}.{}", name, name_part(submission.protocol), name_part(submission.role));
}

std::string junit_class_name(std::string_view suite_name, const CaseResult& played) {
    return fmt::format("{}.{}", suite_name, name_part(played.id));
}

std::string junit_stage_name(const StageResult& stage) {
    if (stage.title.empty()) return fmt::format("stage {}", stage.number);
    return fmt::format("stage {}: {}", stage.number, harmless_line(stage.title, name_limit));
}

JunitSuite junit_suite(const SubmissionResult& submission, std::string_view version, unsigned depth) {
    return SuiteWriter(submission, version).write(depth);
}

} // namespace counterpart
