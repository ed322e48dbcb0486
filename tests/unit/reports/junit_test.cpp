// The rules of JUnit XML one by one, and reading what is not ours or broken.
#include "reports/junit_read.hpp"
#include "reports/junit_suite.hpp"
#include "reports/junit_text.hpp"
#include "tests/golden/sample.hpp"
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/reports/temporary_directory.hpp"
#include "tests/unit/reports/xml_characters.hpp"

#include <algorithm>
#include <pugixml.hpp>
#include <set>

using namespace counterpart;

namespace {

pugi::xml_document tree_of(const SubmissionResult& submission) {
    pugi::xml_document tree;
    REQUIRE(tree.load_string(junit_suite(submission, "1", 0).xml.c_str()));
    return tree;
}

SubmissionResult with_stage(StageResult stage) {
    SubmissionResult submission;
    submission.name = "x";
    submission.protocol = "p";
    submission.role = "r";
    submission.cases.emplace_back().id = "c";
    submission.cases[0].stages = {std::move(stage)};
    return submission;
}

std::vector<std::string> names_of(pugi::xml_node node) {
    std::vector<std::string> names;
    for (const auto attribute : node.attributes()) names.emplace_back(attribute.name());
    return names;
}

} // namespace

TEST_CASE("junit: attributes, and no others") {
    for (const auto& submission : sample_result().submissions) {
        const auto tree = tree_of(submission);
        const auto suite = tree.child("testsuite");
        auto expected = std::vector<std::string>{"name", "tests", "failures", "errors", "skipped", "time", "timestamp"};
        if (submission.started == "yesterday") expected.pop_back();
        CHECK(names_of(suite) == expected);
        CHECK(std::string(suite.first_child().name()) == "properties");
        std::set<std::string> seen;
        for (const auto testcase : suite.children("testcase")) {
            CHECK(names_of(testcase) == std::vector<std::string>{"classname", "name", "time"});
            const std::string class_name = testcase.attribute("classname").value();
            CHECK(seen.insert(class_name + "\n" + testcase.attribute("name").value()).second);
            CHECK(std::count(class_name.begin(), class_name.end(), '.') == 3);
        }
    }
}

TEST_CASE("junit: names") {
    SubmissionResult submission;
    submission.protocol = "p";
    submission.role = "r";
    submission.name = "alice.py";
    CHECK(junit_suite_name(submission) == "alice_py.p.r");
    submission.name = "../up";
    CHECK(junit_suite_name(submission).starts_with("___up-"));
    submission.name = "";
    CHECK(junit_suite_name(submission).starts_with("-"));
    StageResult stage;
    stage.number = 3;
    CHECK(junit_stage_name(stage) == "stage 3");
    stage.title = "sends\nits port";
    CHECK(junit_stage_name(stage) == "stage 3: sends its port");
}

TEST_CASE("junit: a failure's text stands alone") {
    StageResult stage;
    stage.number = 1;
    stage.verdict = Verdict::failed;
    SECTION("without any explanation") {
        const auto tree = tree_of(with_stage(stage));
        const auto failure = tree.child("testsuite").child("testcase").child("failure");
        CHECK(std::string(failure.child_value()) == "no explanation was recorded");
        CHECK(std::string(failure.attribute("message").value()) == "no explanation was recorded");
        CHECK(std::string(failure.attribute("type").value()) == "mismatch");
    }
    SECTION("that does not name its requirement") {
        stage.failure.emplace().summary = "wrong\nport " + std::string(400, 'x');
        stage.failure->requirement = "CS-4.2";
        stage.failure->level = Level::should;
        stage.failure->sentence = "It closes.";
        stage.failure->type = FailureType::timeout;
        const auto tree = tree_of(with_stage(stage));
        const auto failure = tree.child("testsuite").child("testcase").child("failure");
        const std::string message = failure.attribute("message").value();
        CHECK(std::string(failure.child_value()).starts_with("CS-4.2 (should): It closes.\nwrong\nport xxx"));
        CHECK(message.starts_with("wrong port xxx"));
        CHECK(message.ends_with("…"));
        CHECK(message.size() == 302);
        CHECK(std::string(failure.attribute("type").value()) == "timeout");
    }
    SECTION("of an error") {
        stage.verdict = Verdict::error;
        stage.failure.emplace().summary = "no port is free";
        const auto tree = tree_of(with_stage(stage));
        const auto error = tree.child("testsuite").child("testcase").child("error");
        CHECK(std::string(error.child_value()) == "no port is free");
        CHECK_FALSE(error.attribute("type"));
    }
}

TEST_CASE("junit: counts and times add up") {
    const auto results = sample_result();
    const auto suite = junit_suite(results.submissions[1], "1", 0);
    CHECK(suite.tests == 5);
    CHECK(suite.failures == 1);
    CHECK(suite.errors == 1);
    CHECK(suite.skipped == 2);
    CHECK(suite.milliseconds == 87 + 2 + 0 + 1 + 0);
    CHECK(is_xml_text(suite.xml));
}

TEST_CASE("junit: a long transcript loses its middle, and says so") {
    auto submission = with_stage({});
    submission.cases[0].stages[0].number = 1;
    for (int i = 0; i < 5000; ++i) {
        submission.cases[0].transcript.push_back(
            {Seconds(i), 1, Direction::note, "channel", "something happened", 20, std::string(20, '\x01')});
    }
    const auto xml = junit_suite(submission, "1", 0).xml;
    CHECK(xml.size() < 100'000);
    CHECK(xml.find(" events omitted …") != std::string::npos);
    const auto read = parse_junit(xml, "memory");
    CHECK((junit_suite(read.submissions[0], "1", 0).xml == xml));
}

TEST_CASE("junit: too many and too long remarks") {
    StageResult stage;
    stage.number = 1;
    stage.remarks.assign(1000, std::string(5000, 'r'));
    const auto text = stage_text(stage, {}, {});
    CHECK(text.size() < 60'000);
    CHECK(text.ends_with("remark: … and 951 more\n"));
    const auto read = read_stage_text(text, 1);
    stage.remarks = read.remarks;
    CHECK((stage_text(stage, {}, {}) == text));
}

TEST_CASE("read_junit: what it cannot read, it names") {
    const TemporaryDirectory directory;
    CHECK_THROWS_WITH(read_junit(directory.path / "none.xml"), Catch::Contains("none.xml: No such file or directory"));
    CHECK_THROWS_WITH(read_junit(directory.path), Catch::Contains("there is no TEST-*.xml in it"));
    CHECK_THROWS_WITH(parse_junit("<testsuite", "f"), Catch::Contains("f: not XML at byte"));
    CHECK_THROWS_WITH(parse_junit("", "f"), Catch::Contains("f: not XML at byte"));
    CHECK_THROWS_WITH(parse_junit("<html/>", "f"), Catch::Contains("f: not a JUnit report: it starts with <html>"));
}

TEST_CASE("read_junit: another program's report") {
    const auto results = parse_junit(R"(<testsuites><testsuite name="s" tests="2" failures="1" errors="0">
        <testcase classname="a.b" name="stage 1: x" time="1,5"/>
        <testcase classname="a.b" name="other"><failure/><system-out>hello</system-out></testcase>
        <testcase/></testsuite><testsuite/></testsuites>)",
                                     "f");
    REQUIRE(results.submissions.size() == 2);
    REQUIRE(results.submissions[0].cases.size() == 2);
    CHECK(results.submissions[0].cases[0].id == "b");
    CHECK(results.submissions[0].cases[0].standard_output.head == "hello");
}
