// tap: Test Anything Protocol, version 13: a test per stage, for prove and its kin
#include "reports/cut.hpp"
#include "reports/file_report.hpp"
#include "reports/harmless.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace counterpart {

namespace {

/// A description: `#` would start a directive, `\` an escape.
std::string description(std::string_view text) {
    std::string out;
    for (const char c : harmless_line(text, 300)) {
        if (c == '#' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

/// A line of the YAML block; a JSON string is a YAML string.
std::string yaml(std::string_view key, std::string_view value) {
    return fmt::format("  {}: {}\n", key, boost::json::serialize(boost::json::string(cut_text(value, 16 * 1024))));
}

std::string diagnosis(const StageResult& stage) {
    const auto failure = stage.failure.value_or(Failure{});
    const bool failed = stage.verdict == Verdict::failed;
    std::string block = "  ---\n";
    block += yaml("message", failure.summary);
    block += yaml("severity", failed ? "fail" : "error");
    if (failed) {
        block += yaml("type", to_string(failure.type));
        block += yaml("requirement", failure.requirement);
        block += yaml("level", to_string(failure.level));
    }
    return block + yaml("text", failure.text) + "  ...\n";
}

/// Numbers the tests and collects their lines.
struct Tap {
    int count = 0;
    bool complete = true;
    std::string lines;

    void test(const std::string& name, const StageResult& stage) {
        ++count;
        switch (stage.verdict) {
        case Verdict::passed: lines += fmt::format("ok {} - {}\n", count, name); return;
        case Verdict::not_reached: lines += fmt::format("ok {} - {} # SKIP not reached\n", count, name); return;
        case Verdict::failed:
        case Verdict::error: lines += fmt::format("not ok {} - {}\n{}", count, name, diagnosis(stage)); return;
        }
    }

    void submission(const SubmissionResult& judged) {
        const auto prefix = fmt::format("{} {}/{}", judged.name, judged.protocol, judged.role);
        for (const auto& played : judged.cases) {
            const auto name = fmt::format("{} {}", prefix, played.id);
            for (const auto& stage : played.stages) {
                test(description(fmt::format("{} stage {}: {}", name, stage.number, stage.title)), stage);
            }
            if (!played.stages.empty()) continue;
            StageResult none;
            none.verdict = Verdict::error;
            none.failure.emplace().summary = "no stage was played";
            test(description(name), none);
        }
        const auto score = score_of(judged);
        lines += fmt::format("# {}: {} of {} points\n", description(prefix), score.points, score.max);
        complete = complete && judged.complete;
    }
};

std::string render(const RunResult& results) {
    Tap tap;
    for (const auto& submission : results.submissions) tap.submission(submission);
    if (!tap.complete) tap.lines += "Bail out! The run was stopped before every case was played.\n";
    return fmt::format("TAP version 13\n1..{}\n{}", tap.count, tap.lines);
}

} // namespace

std::unique_ptr<Report> make_tap(const std::filesystem::path& target) { return whole_file(target, render); }

} // namespace counterpart
