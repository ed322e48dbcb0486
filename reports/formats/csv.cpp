// csv: a gradebook: a row per submission with its score, and a column per case with its verdict
#include "reports/file_report.hpp"
#include "reports/harmless.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace counterpart {

namespace {

/// One cell. A spreadsheet takes what starts with one of `= + - @` for a formula and may run it: those get a quote in
/// front. Quoted as RFC 4180 has it; also for semicolons, which separate cells in some countries.
std::string cell(std::string_view text) {
    auto content = harmless_line(text, 200);
    const auto start = content.find_first_not_of(' ');
    if (start != std::string::npos && std::string_view("=+-@").find(content[start]) != std::string_view::npos) {
        content = fmt::format("'{}", content);
    }
    if (content.find_first_of(",;\" ") == std::string::npos) return content;
    std::string quoted = "\"";
    for (const char c : content) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

/// Every case of any submission, in the order of their first appearance.
std::vector<std::string> case_ids(const RunResult& results) {
    std::vector<std::string> ids;
    for (const auto& submission : results.submissions) {
        for (const auto& played : submission.cases) {
            if (std::find(ids.begin(), ids.end(), played.id) == ids.end()) ids.push_back(played.id);
        }
    }
    return ids;
}

std::string row(const SubmissionResult& submission, const std::vector<std::string>& ids) {
    const auto score = score_of(submission);
    auto line = fmt::format("{},{},{},{},{}", cell(submission.name), cell(submission.protocol + "/" + submission.role),
                            score.points, score.max, submission.complete ? "yes" : "no");
    for (const auto& id : ids) {
        const auto& cases = submission.cases;
        const auto played = std::find_if(cases.begin(), cases.end(), [&](const auto& each) { return each.id == id; });
        line += ',';
        if (played != cases.end()) line += to_string(verdict_of(*played));
    }
    return line + "\n";
}

std::string render(const RunResult& results) {
    const auto ids = case_ids(results);
    std::string table = "submission,role,score,max,complete";
    for (const auto& id : ids) table += fmt::format(",{}", cell(id));
    table += "\n";
    for (const auto& submission : results.submissions) table += row(submission, ids);
    return table;
}

} // namespace

std::unique_ptr<Report> make_csv(const std::filesystem::path& target) { return whole_file(target, render); }

} // namespace counterpart
