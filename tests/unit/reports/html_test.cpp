// What the HTML report must withstand and keep to. What it looks like is in tests/golden/ and tests/browser/.
#include "reports/read_file.hpp"
#include "reports/report.hpp"
#include "tests/golden/sample.hpp"
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/reports/temporary_directory.hpp"
#include "tests/unit/reports/xml_characters.hpp"

#include <map>

using namespace counterpart;
namespace fs = std::filesystem;

namespace {

std::map<std::string, std::string> files_in(const fs::path& directory) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(directory))
        files[entry.path().filename()] = read_file(entry.path());
    return files;
}

std::map<std::string, std::string> pages_of(const RunResult& results) {
    const TemporaryDirectory directory;
    write_report(*open_report("html=" + (directory.path / "report").string()), results);
    return files_in(directory.path / "report");
}

/// A case that failed at its second stage, with `text` in every field that is a string.
CaseResult case_of(const std::string& text) {
    CaseResult played;
    played.id = played.title = played.reproduce = text;
    played.requirements = {text, text};
    played.points = 1;
    for (int i = 1; i <= 3; ++i) {
        auto& stage = played.stages.emplace_back();
        stage.number = i;
        stage.title = text;
        stage.verdict = i == 1 ? Verdict::passed : i == 2 ? Verdict::failed : Verdict::not_reached;
        stage.remarks = {text};
        played.transcript.push_back({Seconds(0.1), i, Direction::from_candidate, text, text, 3, text});
        played.transcript.push_back({Seconds(0.1), i, Direction::note, text, text, 0, {}});
    }
    Failure failure;
    failure.summary = failure.requirement = failure.sentence = failure.slip = failure.text = text;
    failure.expected = failure.got = text;
    played.stages[1].failure = failure;
    played.standard_output = {text, text, 7};
    played.standard_error = {text, text, 7};
    return played;
}

SubmissionResult submission_of(const std::string& text, std::vector<CaseResult> cases) {
    SubmissionResult submission;
    submission.name = submission.protocol = submission.role = submission.launch = text;
    submission.isolation = submission.started = text;
    submission.cases = std::move(cases);
    return submission;
}

/// The tags of a page with the names of their attributes: what a browser would build of it.
std::string skeleton(const std::string& page) {
    std::string out;
    bool inside = false, quoted = false;
    for (const char c : page.substr(page.find("<body>"))) {
        if (inside && c == '"') quoted = !quoted;
        if (c == '<') inside = true;
        if (inside && !quoted) out += c;
        if (c == '>' && !quoted) inside = false;
    }
    return out;
}

std::size_t count(std::string_view text, std::string_view words) {
    std::size_t found = 0;
    for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1)) ++found;
    return found;
}

} // namespace

TEST_CASE("nothing in any field becomes a part of a page") {
    struct Row {
        std::string name, text;
    };
    const auto row = GENERATE(values<Row>({
        {"a script", "<script>alert(1)</script>"},
        {"an attribute", "\"><img src=x onerror=alert(1)>"},
        {"a quote", "' onmouseover='alert(1)"},
        {"the end of the style", "</style></pre></svg></details>"},
        {"a comment", "<!-- --> ]]> <![CDATA["},
        {"entities", "&lt;script&gt; &#60;b&#62; &quot;"},
        {"every byte", all_bytes()},
        {"text turned around", "\xe2\x80\xae\xd7\x90 abc"},
        {"newlines", "a\n\n\nb\r\nc"},
    }));
    DYNAMIC_SECTION(row.name) {
        const RunResult benign{"1", {submission_of("benign", {case_of("benign")}), submission_of("other", {})}};
        const RunResult hostile{row.text,
                                {submission_of(row.text, {case_of(row.text)}), submission_of("other" + row.text, {})}};
        const auto plain = pages_of(benign);
        const auto pages = pages_of(hostile);
        REQUIRE(pages.size() == 3);
        CHECK((skeleton(pages.at("index.html")) == skeleton(plain.at("index.html"))));
        std::size_t alike = 0;
        for (const auto& [name, page] : pages) {
            CHECK(is_xml_text(page));
            alike += skeleton(page) == skeleton(plain.at("benign.html"));
        }
        CHECK(alike == 1);
    }
}

TEST_CASE("the index of one submission is its page, of several it leads to them") {
    const auto one = pages_of({"1", {submission_of("bob", {case_of("x")})}});
    REQUIRE(one.size() == 2);
    CHECK((one.at("index.html") == one.at("bob.html")));
    const auto two = pages_of({"1", {submission_of("bob", {case_of("x")}), submission_of("eve", {case_of("y")})}});
    REQUIRE(two.size() == 3);
    CHECK(two.at("index.html").find("href=\"bob.html\"") != std::string::npos);
    CHECK(two.at("index.html").find("href=\"eve.html#c1s2\"") != std::string::npos);
    CHECK(two.at("bob.html").find("eve") == std::string::npos);
    CHECK(two.at("eve.html").find("bob") == std::string::npos);
    CHECK(pages_of({"1", {}}).at("index.html").find("0 submissions") != std::string::npos);
}

TEST_CASE("pages are there as results come") {
    const TemporaryDirectory directory;
    const auto report = open_report("html=" + directory.path.string());
    const auto page = [&](const std::string& name) { return read_file(directory.path / name); };
    report->run_started({"1"});
    CHECK(page("index.html").find("not over") != std::string::npos);
    report->submission_progress(submission_of("bob", {case_of("x")}));
    report->flush();
    CHECK(page("bob.html").find("was stopped before every case") != std::string::npos);
    report->submission_finished(submission_of("bob", {case_of("x")}));
    CHECK(page("bob.html").find("was stopped before every case") == std::string::npos);
    report->submission_finished(submission_of("eve", {case_of("x")}));
    CHECK(fs::exists(directory.path / "eve.html"));
    report->flush();
    CHECK(page("index.html").find("not over") != std::string::npos);
    report->run_finished();
    CHECK(page("index.html").find("not over") == std::string::npos);
    CHECK(files_in(directory.path).size() == 3); // No temporary file is left.
}

TEST_CASE("what cannot hold pages is refused before anything is run") {
    CHECK_THROWS(open_report("html=-"));
    const TemporaryDirectory directory;
    write_report(*open_report("tap=" + (directory.path / "file").string()), {"1", {}});
    CHECK_THROWS(open_report("html=" + (directory.path / "file").string()));
}

TEST_CASE("a page tells what went wrong") {
    auto played = case_of("x");
    auto& failure = *played.stages[1].failure;
    failure.summary = "the port came as bytes";
    failure.expected = "\"1337\" (4 bytes)";
    failure.got = "05 39 (2 bytes)";
    failure.slip = "it was packed";
    failure.requirement = "CS-3.2";
    played.transcript = {{Seconds(0.1), 2, Direction::from_candidate, "trigger", "received", 2, "\x05\x39"}};
    const auto page = pages_of({"1", {submission_of("bob", {played})}}).at("bob.html");
    for (const auto* words : {"the port came as bytes", "it was packed", "CS-3.2 · must", "<mark>05</mark>",
                              "class=\"bad\"", "class=\"missing\"", "What to try", "0 of 1 case passed, 1 failed"}) {
        INFO(words);
        CHECK(page.find(words) != std::string::npos);
    }
    // The failing stage is open, those before it are not.
    CHECK(page.find("<details class=\"stage f\" id=\"c1s2\" open=\"open\">") != std::string::npos);
}

TEST_CASE("a fault of the harness is not called the candidate's") {
    auto played = case_of("x");
    played.stages[1].verdict = Verdict::error;
    const auto page = pages_of({"1", {submission_of("bob", {played})}}).at("bob.html");
    CHECK(page.find("not the program’s") != std::string::npos);
    CHECK(page.find("What to try") == std::string::npos);
    CHECK(page.find("What to mend") == std::string::npos);
    CHECK(page.find("✗", page.find("<body>")) == std::string::npos);
}

TEST_CASE("pages stay bounded, whatever a candidate prints") {
    auto played = case_of(std::string(300 * 1024, '<'));
    played.transcript.assign(10'000, {Seconds(0.1), 2, Direction::from_candidate, "<", "<", 9, std::string(256, '<')});
    const auto page = pages_of({"1", {submission_of("bob", std::vector(40, played))}}).at("bob.html");
    CHECK(page.size() < 8'000'000);
}

TEST_CASE("a cohort of three hundred fits in a megabyte") {
    RunResult results{"1", {}};
    for (int i = 0; i < 300; ++i) {
        std::vector<CaseResult> cases;
        for (int j = 0; j < 40; ++j) {
            cases.push_back(case_of("case-" + std::to_string(j)));
            cases.back().stages[1].failure->requirement = "RQ-" + std::to_string(j);
            cases.back().stages[1].failure->summary = std::string(1 + static_cast<std::size_t>(i % 12), 'x');
            cases.back().stages[1].failure->slip.clear();
        }
        auto submission = submission_of("protocol", std::move(cases));
        submission.name = "Surname_Forename_" + std::to_string(100000 + i);
        results.submissions.push_back(std::move(submission));
    }
    const auto index = pages_of(results).at("index.html");
    CHECK(index.size() < 1'000'000);
    CHECK(count(index, "<tr class=\"f\">") == 300);
}
