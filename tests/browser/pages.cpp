// Writes the pages that the browser test looks at:
//     browser_pages DIR               DIR/cohort (300 submissions x 40 cases), DIR/sample (hostile) and DIR/one
//     browser_pages DIR FILE.json…    DIR/index.html of results that were recorded as JSON
#include "reports/json_read.hpp"
#include "reports/report.hpp"
#include "tests/golden/sample.hpp"

#include <fmt/format.h>

using namespace counterpart;
namespace fs = std::filesystem;

namespace {

constexpr int stages = 5;

Failure failure_of(int kind) {
    Failure failure;
    failure.type = static_cast<FailureType>(kind % 8);
    failure.requirement = fmt::format("RQ-{}.{}", kind / 3 + 1, kind % 3 + 1);
    failure.sentence = fmt::format("The program keeps requirement {}, to the last byte of it.", kind);
    failure.summary = fmt::format("what came differs from byte {} on", kind);
    failure.expected = "\"1337\" (4 bytes)";
    failure.got = kind % 2 == 0 ? "05 39 (2 bytes)" : "\"1338\" (4 bytes)";
    if (kind % 2 == 0) failure.slip = "the port came as 2 binary bytes: 05 39";
    failure.text = failure.summary + "\nexpected: 1337\n";
    return failure;
}

/// A case of five stages that goes wrong at stage `wrong_at`, or not at all when that is 0.
CaseResult case_of(int number, int wrong_at, int kind) {
    CaseResult played;
    played.id = fmt::format("case-{}", number);
    played.title = fmt::format("Case {} of the forty", number);
    played.points = 1;
    played.time = Seconds(0.25);
    played.requirements = {"RQ-1.1", "RQ-2.3"};
    played.reproduce = fmt::format("counterpart run protocol/role --case case-{} --seed 7 folder", number);
    played.standard_output.head = "listening\nserving\n";
    for (int i = 1; i <= stages; ++i) {
        auto& stage = played.stages.emplace_back();
        stage.number = i;
        stage.title = fmt::format("the parties do the thing of stage {}", i);
        stage.verdict = wrong_at == 0 || i < wrong_at ? Verdict::passed : Verdict::not_reached;
        stage.time = Seconds(0.05);
        if (i == wrong_at) {
            stage.verdict = Verdict::failed;
            stage.failure = failure_of(kind);
        }
        if (stage.verdict == Verdict::not_reached) continue;
        played.transcript.push_back(
            {Seconds(0.01 * i), i, Direction::from_candidate, "trigger", "received", 2, "\x05\x39"});
        played.transcript.push_back({Seconds(0.02 * i), i, Direction::to_candidate, "upload", "sent", 5, "hello"});
    }
    return played;
}

/// Every third submission is right; the others go wrong in ways that some of them share.
SubmissionResult submission_of(int number) {
    SubmissionResult submission;
    submission.name = fmt::format("student-{:03}", number);
    submission.protocol = "protocol";
    submission.role = "role";
    submission.launch = "functions of program.py";
    submission.isolation = "cage";
    submission.started = "2026-01-31T23:59:58Z";
    for (int i = 1; i <= 40; ++i) {
        const bool wrong = number % 3 != 0 && (i * 7 + number) % 11 < number % 10;
        submission.cases.push_back(case_of(i, wrong ? 1 + (i + number) % stages : 0, number % 20));
    }
    return submission;
}

void write(const fs::path& directory, const RunResult& results) {
    write_report(*open_report("html=" + directory.string()), results);
}

void write_pages(const fs::path& directory) {
    RunResult cohort{"1.2.3", {}};
    for (int i = 1; i <= 300; ++i) cohort.submissions.push_back(submission_of(i));
    write(directory / "cohort", cohort);
    write(directory / "sample", sample_result());
    write(directory / "one", {"1.2.3", {submission_of(1)}});
}

} // namespace

int main(int count, char** arguments) {
    try {
        if (count < 2) throw std::runtime_error("usage: browser_pages DIR [FILE.json…]");
        if (count == 2) return write_pages(arguments[1]), 0;
        RunResult results;
        for (int i = 2; i < count; ++i) {
            auto more = read_json(arguments[i]);
            results.version = more.version;
            for (auto& submission : more.submissions) results.submissions.push_back(std::move(submission));
        }
        write(arguments[1], results);
        return 0;
    } catch (const std::exception& fault) {
        fmt::print(stderr, "browser_pages: {}\n", fault.what());
        return 3;
    }
}
