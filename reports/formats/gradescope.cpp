// gradescope: results.json of a Gradescope autograder, a test per case
#include "reports/cut.hpp"
#include "reports/file_report.hpp"
#include "reports/harmless.hpp"
#include "reports/json_number.hpp"
#include "reports/time.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace counterpart {

namespace json = boost::json;

namespace {

/// What a student reads under a case: every failure's explanation, and the remarks.
std::string output_of(const CaseResult& played) {
    std::string text;
    for (const auto& stage : played.stages) {
        const auto what = fmt::format("stage {}: {}", stage.number, stage.title);
        if (stage.verdict == Verdict::error) text += "Could not be judged; this is not the submission's fault.\n";
        if (stage.failure)
            text += fmt::format("{}\n{}\n", what,
                                stage.failure->text.empty() ? stage.failure->summary : stage.failure->text);
        for (const auto& remark : stage.remarks) text += fmt::format("{}\nremark: {}\n", what, remark);
    }
    if (played.stages.empty()) text = "No stage was played; this is not the submission's fault.\n";
    return cut_text(text, 64 * 1024);
}

json::object test_of(const CaseResult& played, const std::string& prefix) {
    const bool passed = verdict_of(played) == Verdict::passed;
    return {{"name", harmless_line(prefix + (played.title.empty() ? played.id : played.title), 200)},
            {"name_format", "text"},
            {"score", passed ? json_number(played.points) : 0},
            {"max_score", json_number(played.points)},
            {"status", passed ? "passed" : "failed"},
            {"output", output_of(played)},
            {"output_format", "text"},
            {"tags", json::array{to_string(played.level)}}};
}

std::string render(const RunResult& results) {
    const auto& submissions = results.submissions;
    json::array tests;
    Score sum;
    Seconds time{};
    for (const auto& submission : submissions) {
        const auto prefix = submissions.size() > 1 ? submission.name + " " + submission.role + ": " : std::string();
        for (const auto& played : submission.cases) {
            tests.emplace_back(test_of(played, prefix));
            time += played.time;
        }
        sum.points += score_of(submission).points;
    }
    const bool complete = !submissions.empty() && std::all_of(submissions.begin(), submissions.end(),
                                                              [](const auto& each) { return each.complete; });
    const json::object document{{"score", json_number(sum.points)},
                                {"execution_time", whole_units(time, 0)},
                                {"output", complete ? "" : "The tests did not finish: not every case was played."},
                                {"output_format", "text"},
                                {"tests", tests}};
    return json::serialize(document) + "\n";
}

} // namespace

std::unique_ptr<Report> make_gradescope(const std::filesystem::path& target) { return whole_file(target, render); }

} // namespace counterpart
