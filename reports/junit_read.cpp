// From a JUnit element tree back to results: the properties say which cases there are, the elements how they went.
#include "reports/junit_read.hpp"

#include "reports/junit_suite.hpp"
#include "reports/junit_text.hpp"
#include "reports/read_file.hpp"
#include "reports/words.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <pugixml.hpp>
#include <stdexcept>

namespace counterpart {

namespace {

template <class Number>
Number number_or_zero(std::string_view text) {
    Number number{};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

/// "stage 3: TITLE" as number and title; false for a case that is no stage.
bool read_stage_name(std::string_view name, StageResult& stage) {
    constexpr std::string_view word = "stage ";
    if (!name.starts_with(word)) return false;
    name.remove_prefix(word.size());
    const auto [stop, fault] = std::from_chars(name.data(), name.data() + name.size(), stage.number);
    name.remove_prefix(static_cast<std::size_t>(stop - name.data()));
    if (name.starts_with(": ")) stage.title = name.substr(2);
    return fault == std::errc{};
}

/// Reads one suite; holds what its parts share.
class SuiteReader {
public:
    explicit SuiteReader(pugi::xml_node suite) : suite_(suite) {
        for (const auto property : suite.child("properties").children("property")) {
            properties_.emplace(property.attribute("name").value(), property.attribute("value").value());
        }
    }

    std::string version() const { return value("version"); }

    SubmissionResult read() {
        SubmissionResult submission;
        submission.name = value("submission");
        submission.protocol = value("protocol");
        submission.role = value("role");
        submission.launch = value("launch");
        submission.seed = number_or_zero<std::uint64_t>(value("seed"));
        submission.isolation = value("isolation");
        submission.started = suite_.attribute("timestamp").value();
        submission.complete = value("complete") != "no";
        submission.cases = cases_from_properties();
        for (const auto testcase : suite_.children("testcase")) {
            add_stage(case_of(testcase, submission.cases), testcase);
        }
        for (auto& played : submission.cases) finish(played);
        return submission;
    }

private:
    std::string value(const std::string& name) const {
        const auto found = properties_.find(name);
        return found == properties_.end() ? std::string() : found->second;
    }

    /// The cases in the order of their properties, each of which starts with its title.
    std::vector<CaseResult> cases_from_properties() const {
        constexpr std::string_view front = "case.";
        constexpr std::string_view back = ".title";
        std::vector<CaseResult> cases;
        for (const auto property : suite_.child("properties").children("property")) {
            const std::string_view name = property.attribute("name").value();
            if (!name.starts_with(front) || !name.ends_with(back)) continue;
            CaseResult played;
            played.id = name.substr(front.size(), name.size() - front.size() - back.size());
            const auto prefix = fmt::format("case.{}.", played.id);
            played.title = property.attribute("value").value();
            played.level = level_from(value(prefix + "level"));
            played.points = number_or_zero<double>(value(prefix + "points"));
            played.requirements = words_of(value(prefix + "requirements"));
            played.time = Seconds(number_or_zero<double>(value(prefix + "time")));
            played.reproduce = value(prefix + "reproduce");
            cases.push_back(std::move(played));
        }
        return cases;
    }

    /// The case that an element belongs to, by its class name; a new one where the properties have none.
    CaseResult& case_of(pugi::xml_node testcase, std::vector<CaseResult>& cases) const {
        const std::string_view class_name = testcase.attribute("classname").value();
        const std::string_view suite_name = suite_.attribute("name").value();
        const auto id = class_name.substr(class_name.rfind('.') + 1);
        const auto found = std::find_if(cases.begin(), cases.end(), [&](const CaseResult& played) {
            return played.id == id || junit_class_name(suite_name, played) == class_name;
        });
        if (found != cases.end()) return *found;
        cases.emplace_back().id = id;
        return cases.back();
    }

    void add_stage(CaseResult& played, pugi::xml_node testcase) {
        StageResult stage;
        const bool is_stage = read_stage_name(testcase.attribute("name").value(), stage);
        stage.time = Seconds(number_or_zero<double>(testcase.attribute("time").value()));
        read_verdict(testcase, stage);
        auto text = read_stage_text(testcase.child_value("system-out"), stage.number);
        stage.remarks = std::move(text.remarks);
        std::move(text.events.begin(), text.events.end(), std::back_inserter(played.transcript));
        if (!text.output.head.empty()) played.standard_output = std::move(text.output);
        if (const std::string_view err = testcase.child_value("system-err"); !err.empty()) {
            played.standard_error = read_stream_text(error_label, err);
        }
        if (is_stage) played.stages.push_back(std::move(stage));
    }

    static void read_verdict(pugi::xml_node testcase, StageResult& stage) {
        const auto failure = testcase.child("failure");
        const auto error = testcase.child("error");
        stage.verdict = error                       ? Verdict::error
                        : failure                   ? Verdict::failed
                        : testcase.child("skipped") ? Verdict::not_reached
                                                    : Verdict::passed;
        const auto node = error ? error : failure;
        if (!node) return;
        stage.failure.emplace();
        stage.failure->type = failure_type_from(node.attribute("type").value());
        stage.failure->summary = node.attribute("message").value();
        stage.failure->text = node.child_value();
    }

    /// Puts the transcript in order and gives the failures what their properties hold.
    void finish(CaseResult& played) const {
        std::stable_sort(played.transcript.begin(), played.transcript.end(),
                         [](const Event& a, const Event& b) { return a.at < b.at; });
        int failures = 0;
        for (auto& stage : played.stages) {
            if (!stage.failure) continue;
            const auto prefix = fmt::format("case.{}.failure.{}.", played.id, ++failures);
            stage.failure->requirement = value(prefix + "requirement");
            stage.failure->level = level_from(value(prefix + "level"));
            stage.failure->sentence = value(prefix + "sentence");
            stage.failure->expected = value(prefix + "expected");
            stage.failure->got = value(prefix + "got");
            stage.failure->slip = value(prefix + "slip");
        }
    }

    pugi::xml_node suite_;
    std::map<std::string, std::string, std::less<>> properties_;
};

void add_suite(RunResult& results, pugi::xml_node suite) {
    SuiteReader reader(suite);
    if (results.version.empty()) results.version = reader.version();
    results.submissions.push_back(reader.read());
}

} // namespace

RunResult parse_junit(std::string_view document, std::string_view name) {
    pugi::xml_document tree;
    const auto parsed = tree.load_buffer(document.data(), document.size(),
                                         pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
    if (!parsed) {
        throw std::runtime_error(fmt::format("{}: not XML at byte {}: {}", name, parsed.offset, parsed.description()));
    }
    const auto root = tree.document_element();
    const std::string_view kind = root.name();
    if (kind != "testsuites" && kind != "testsuite") {
        throw std::runtime_error(fmt::format("{}: not a JUnit report: it starts with <{}>", name, kind));
    }
    RunResult results;
    if (kind == "testsuite") add_suite(results, root);
    for (const auto suite : root.children("testsuite")) add_suite(results, suite);
    return results;
}

RunResult read_junit(const std::filesystem::path& path) {
    if (!std::filesystem::is_directory(path)) return parse_junit(read_file(path), path.string());
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("TEST-") && name.ends_with(".xml")) files.push_back(entry.path());
    }
    if (files.empty()) throw std::runtime_error(fmt::format("{}: there is no TEST-*.xml in it", path.string()));
    std::sort(files.begin(), files.end());
    RunResult results;
    for (const auto& file : files) {
        auto part = read_junit(file);
        if (results.version.empty()) results.version = part.version;
        std::move(part.submissions.begin(), part.submissions.end(), std::back_inserter(results.submissions));
    }
    return results;
}

} // namespace counterpart
