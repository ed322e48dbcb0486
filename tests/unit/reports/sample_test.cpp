// What was recorded reads back: from JUnit in both layouts, and from JSON.
#include "reports/harmless.hpp"
#include "reports/json_read.hpp"
#include "reports/junit_read.hpp"
#include "reports/read_file.hpp"
#include "reports/report.hpp"
#include "tests/golden/sample.hpp"
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/reports/temporary_directory.hpp"

#include <map>

using namespace counterpart;
namespace fs = std::filesystem;

namespace {

/// A report's file or files by name, read whole.
std::map<std::string, std::string> written(const std::string& format, const RunResult& results) {
    const TemporaryDirectory directory;
    const auto target = directory.path / "report";
    write_report(*open_report(format + "=" + target.string()), results);
    std::map<std::string, std::string> files;
    if (!fs::is_directory(target)) return {{"", read_file(target)}};
    for (const auto& entry : fs::directory_iterator(target)) files[entry.path().filename()] = read_file(entry.path());
    return files;
}

RunResult read_back(const std::string& format, const RunResult& results) {
    const TemporaryDirectory directory;
    const auto target = directory.path / "report";
    write_report(*open_report(format + "=" + target.string()), results);
    return format == "json" ? read_json(target) : read_junit(target);
}

const SubmissionResult& named(const RunResult& results, const std::string& name) {
    for (const auto& submission : results.submissions) {
        if (submission.name == harmless(name)) return submission;
    }
    FAIL("no submission " << name);
    throw std::logic_error("FAIL returns not");
}

} // namespace

TEST_CASE("written, read and written again, a report is the same") {
    const std::string format = GENERATE("junit", "junit-dir", "json");
    DYNAMIC_SECTION(format) {
        const auto once = written(format, sample_result());
        const auto again = written(format, read_back(format, sample_result()));
        REQUIRE(once.size() == again.size());
        for (const auto& [name, content] : once) {
            INFO(name);
            REQUIRE(again.contains(name));
            CHECK((again.at(name) == content)); // Doubled parentheses: Catch would print both documents.
        }
    }
}

TEST_CASE("a record holds what another report needs") {
    const std::string format = GENERATE("junit", "junit-dir", "json");
    DYNAMIC_SECTION(format) {
        const auto original = sample_result();
        const auto results = read_back(format, original);
        CHECK(results.version == "1.2.3");
        REQUIRE(results.submissions.size() == original.submissions.size());
        for (const auto& before : original.submissions) {
            INFO(before.name);
            const auto& after = named(results, before.name);
            CHECK(after.protocol == before.protocol);
            CHECK(after.role == before.role);
            CHECK(after.seed == before.seed);
            CHECK(after.launch == before.launch);
            CHECK(after.isolation == before.isolation);
            CHECK(after.complete == before.complete);
            CHECK(score_of(after).points == score_of(before).points);
            CHECK(score_of(after).max == score_of(before).max);
            REQUIRE(after.cases.size() == before.cases.size());
            for (std::size_t i = 0; i < before.cases.size(); ++i) {
                CHECK(after.cases[i].id == before.cases[i].id);
                CHECK(after.cases[i].title == before.cases[i].title);
                CHECK(after.cases[i].level == before.cases[i].level);
                CHECK(after.cases[i].requirements == before.cases[i].requirements);
                CHECK(after.cases[i].reproduce == before.cases[i].reproduce);
                CHECK(after.cases[i].stages.size() == before.cases[i].stages.size());
                CHECK(verdict_of(after.cases[i]) == verdict_of(before.cases[i]));
                REQUIRE(after.cases[i].transcript.size() == before.cases[i].transcript.size());
                for (std::size_t j = 0; j < before.cases[i].transcript.size(); ++j) {
                    CHECK(after.cases[i].transcript[j].data == before.cases[i].transcript[j].data);
                    CHECK(after.cases[i].transcript[j].stage == before.cases[i].transcript[j].stage);
                    CHECK(after.cases[i].transcript[j].what == before.cases[i].transcript[j].what);
                }
            }
        }
    }
}

TEST_CASE("a failure reads back whole") {
    const std::string format = GENERATE("junit", "junit-dir", "json");
    const auto original = sample_result();
    const auto results = read_back(format, original);
    const auto& before = *original.submissions[1].cases[0].stages[1].failure;
    const auto& stage = named(results, "bob").cases[0].stages[1];
    REQUIRE(stage.failure);
    CHECK(stage.title == "content manager sends its port, and closes");
    CHECK(stage.failure->type == before.type);
    CHECK(stage.failure->summary == before.summary);
    CHECK(stage.failure->requirement == before.requirement);
    CHECK(stage.failure->level == before.level);
    CHECK(stage.failure->sentence == before.sentence);
    CHECK(stage.failure->expected == before.expected);
    CHECK(stage.failure->got == before.got);
    CHECK(stage.failure->slip == before.slip);
    CHECK(stage.failure->text == before.text);
    CHECK(stage.remarks.size() == 2);
}

TEST_CASE("what a candidate printed cannot pass for a part of ours") {
    const std::string format = GENERATE("junit", "junit-dir");
    const auto results = read_back(format, sample_result());
    const auto& hostile = named(results, "../../etc/passwd").cases[0];
    const auto original = sample_result().submissions[3].cases[0];
    CHECK(hostile.stages[0].remarks.size() == 3);
    CHECK(hostile.standard_output.omitted == 0);
    CHECK(hostile.standard_output.head == harmless(original.standard_output.head));
    CHECK(hostile.standard_error.head == harmless(original.standard_error.head));
    const auto& verbose = named(results, "Zo\xc3\xab, Doe_123").cases[1];
    CHECK(verbose.standard_output.omitted > 100'000);
    CHECK(verbose.standard_error.omitted > 123'456'789);
    CHECK(verbose.standard_error.tail.ends_with("\nlast line"));
}
