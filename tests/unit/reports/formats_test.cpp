// What the smaller formats must withstand. What they look like is in tests/golden/.
#include "reports/read_file.hpp"
#include "reports/report.hpp"
#include "tests/golden/sample.hpp"
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/reports/temporary_directory.hpp"
#include "tests/unit/reports/xml_characters.hpp"

#include <algorithm>
#include <boost/json.hpp>

using namespace counterpart;

namespace {

std::string rendered(const std::string& format, const RunResult& results) {
    const TemporaryDirectory directory;
    const auto target = directory.path / "report";
    write_report(*open_report(format + "=" + target.string()), results);
    return read_file(target);
}

/// A run of submissions of these names, each with one failing case.
RunResult run_of(const std::vector<std::string>& names, const std::string& text = "wrong") {
    RunResult results;
    for (const auto& name : names) {
        SubmissionResult submission;
        submission.name = name;
        submission.protocol = "p";
        submission.role = "r";
        submission.cases.emplace_back().id = "c";
        submission.cases[0].points = 1;
        auto& stage = submission.cases[0].stages.emplace_back();
        stage.number = 1;
        stage.verdict = Verdict::failed;
        stage.failure.emplace().text = text;
        results.submissions.push_back(submission);
    }
    return results;
}

std::size_t count(std::string_view text, std::string_view words) {
    std::size_t found = 0;
    for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) ++found;
    return found;
}

} // namespace

TEST_CASE("every format writes harmless text") {
    for (const std::string format : {"json", "junit", "csv", "tap", "markdown", "gradescope"}) {
        INFO(format);
        const auto text = rendered(format, sample_result());
        CHECK(is_xml_text(text));
        CHECK(text.find('\x1b') == std::string::npos);
        CHECK(text.find('\r') == std::string::npos);
        CHECK(text.find("[[ATTACHMENT|") == std::string::npos);
        CHECK_FALSE(rendered(format, {"1", {}}).empty());
    }
}

TEST_CASE("csv: no cell is a formula") {
    struct Row {
        std::string name;
        std::string cell;
    };
    const auto row = GENERATE(values<Row>({
        {"alice", "alice"},
        {"=1+1", "'=1+1"},
        {"+1", "'+1"},
        {"-rf", "'-rf"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\t=1", "\"' =1\""},
        {"=1,\"x\"", "\"'=1,\"\"x\"\"\""},
        {"a;=1", "\"a;=1\""},
        {"a\n=1", "\"a =1\""},
        {"", ""},
    }));
    CHECK(rendered("csv", run_of({row.name})) ==
          "submission,role,score,max,complete,c\n" + row.cell + ",p/r,0,1,yes,failed\n");
}

TEST_CASE("tap: descriptions cannot become directives or lines") {
    const auto text = rendered("tap", run_of({"x # SKIP\nok 2 - forged", "y \\# TODO"}));
    CHECK(text.find("not ok 1 - x \\# SKIP ok 2 - forged p/r c stage 1: \n") != std::string::npos);
    CHECK(text.find("not ok 2 - y \\\\\\# TODO p/r c") != std::string::npos);
    CHECK(text.starts_with("TAP version 13\n1..2\n"));
}

TEST_CASE("markdown: names cannot leave their code span, nor text its fence") {
    const auto text = rendered("markdown", run_of({"`|<img>@all"}, "~~~~\n# forged\n~~~\n"));
    CHECK(text.find("| `'\\|<img>@all` |") != std::string::npos);
    CHECK(text.find("~~~~~text\n~~~~\n# forged\n~~~\n~~~~~\n") != std::string::npos);
}

TEST_CASE("markdown: stays below what GitHub takes, and says what it left out") {
    std::vector<std::string> names;
    for (int i = 0; i < 20'000; ++i) names.push_back("submission-" + std::to_string(i));
    const auto text = rendered("markdown", run_of(names));
    CHECK(text.size() <= 900 * 1024);
    CHECK(count(text, " more submissions\n") == 1);
    const auto few = rendered("markdown", run_of({names.begin(), names.begin() + 100}, std::string(20'000, 'x')));
    CHECK(few.size() <= 900 * 1024);
    CHECK(count(few, "… and 50 more failures\n") == 1);
}

TEST_CASE("gradescope: scores add up and an unfinished run says so") {
    const auto one = boost::json::parse(rendered("gradescope", run_of({"a"}))).as_object();
    CHECK(one.at("score").to_number<double>() == 0);
    CHECK(one.at("output").as_string().empty());
    CHECK(one.at("tests").as_array().size() == 1);
    CHECK(one.at("tests").at(0).at("status").as_string() == "failed");
    CHECK(one.at("tests").at(0).at("name").as_string() == "c");
    const auto none = boost::json::parse(rendered("gradescope", {"1", {}})).as_object();
    CHECK(none.at("output").as_string().starts_with("The tests did not finish"));
}
