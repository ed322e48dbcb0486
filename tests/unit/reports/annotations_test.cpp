#include "reports/annotations.hpp"
#include "tests/golden/sample.hpp"
#include "tests/unit/reports/catch.hpp"
#include <algorithm>

using namespace counterpart;

namespace {

SubmissionResult failing(const std::string& name, int cases) {
    SubmissionResult submission;
    submission.name = name;
    submission.protocol = "p";
    submission.role = "r";
    for (int i = 0; i < cases; ++i) {
        CaseResult test;
        test.id = "case-" + std::to_string(i);
        StageResult stage;
        stage.number = 2;
        stage.verdict = Verdict::failed;
        stage.failure = Failure{};
        stage.failure->summary = "100% wrong,\r\n::error::nothing";
        stage.failure->requirement = "P-1";
        test.stages.push_back(stage);
        submission.cases.push_back(test);
    }
    return submission;
}

std::size_t lines_of(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

TEST_CASE("an annotation is one line, and nothing in it is a command") {
    const auto text = workflow_commands(annotations_of({"1", {failing("ali,ce", 1)}}));
    CHECK(text == "::error title=p/r case-0 stage 2::ali,ce: 100%25 wrong,\\x0d ::error::nothing [P-1, must]\n");
    CHECK(workflow_commands({{"a:b,c%", "x"}}) == "::error title=a%3Ab%2Cc%25::x\n");
}

TEST_CASE("there are ten annotations at most, and the last says how many more") {
    CHECK(lines_of(workflow_commands(annotations_of({"1", {failing("a", 10)}}))) == 10);
    const auto text = workflow_commands(annotations_of({"1", {failing("a", 40)}}));
    CHECK(lines_of(text) == 10);
    CHECK(text.find("title=31 more::") != std::string::npos);
    CHECK(workflow_commands({}).empty());
}

TEST_CASE("a cohort has an annotation for each stage, not for each submission") {
    RunResult results{"1", {}};
    for (int i = 0; i < 30; ++i) results.submissions.push_back(failing("s" + std::to_string(i), 2));
    const auto annotations = annotations_of(results);
    REQUIRE(annotations.size() == 2);
    CHECK(annotations[0].message == "30 submissions: s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, …");
}

TEST_CASE("hostile bytes stay in their annotation") {
    const auto annotations = annotations_of(sample_result());
    const auto text = workflow_commands(annotations);
    CHECK(lines_of(text) == std::min<std::size_t>(annotations.size(), 10));
    CHECK(text.find_first_of("\r\x1b\x07") == std::string::npos);
}
