// markdown: a summary of at most 900 KiB, for a GitHub job summary or a merge request
#include "reports/cut.hpp"
#include "reports/file_report.hpp"
#include "reports/harmless.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace counterpart {

namespace {

constexpr std::size_t size_limit = 900 * 1024; // GitHub refuses a summary of more than 1 MiB.
constexpr std::size_t ranked = 20;             // stages in the table of those that failed
constexpr std::size_t explained = 50;          // failures told in full

/// Text as a code span: no HTML, link, mention or formatting can come of it. `|` is escaped for tables.
std::string code(std::string_view text) {
    std::string out = "`";
    for (const char c : harmless_line(text, 160)) {
        if (c == '|') out += '\\';
        out += c == '`' ? '\'' : c;
    }
    return out == "`" ? "` `" : out + "`";
}

/// Several lines as they are, in a fence that is longer than any in them.
std::string fenced(std::string_view text) {
    const auto content = cut_text(text, 8 * 1024);
    std::size_t longest = 2;
    for (std::size_t at = 0; at < content.size(); ++at) {
        const auto run = std::min(content.find_first_not_of('~', at), content.size()) - at;
        longest = std::max(longest, run);
        at += run;
    }
    const std::string fence(longest + 1, '~');
    return fmt::format("{}text\n{}{}{}\n", fence, content, content.ends_with('\n') ? "" : "\n", fence);
}

/// The first stage that went wrong in a submission, as "CASE stage N".
std::string first_failure(const SubmissionResult& submission) {
    for (const auto& played : submission.cases) {
        if (const auto* wrong = first_wrong(played)) return fmt::format("{} stage {}", played.id, wrong->number);
        if (verdict_of(played) != Verdict::passed) return played.id;
    }
    return {};
}

std::string headline(const RunResult& results) {
    std::map<Verdict, int> cases;
    for (const auto& submission : results.submissions) {
        for (const auto& played : submission.cases) ++cases[verdict_of(played)];
    }
    auto line = fmt::format("# Counterpart: {} submission{}\n\n", results.submissions.size(),
                            results.submissions.size() == 1 ? "" : "s");
    line +=
        fmt::format("Cases: {} passed, {} failed, {} not reached, {} that could not be judged.\n\n",
                    cases[Verdict::passed], cases[Verdict::failed], cases[Verdict::not_reached], cases[Verdict::error]);
    return line;
}

std::string table_row(const SubmissionResult& submission) {
    const auto score = score_of(submission);
    const auto first = first_failure(submission);
    return fmt::format("| {} | {} | {} of {}{} | {} |\n", code(submission.name),
                       code(submission.protocol + "/" + submission.role), score.points, score.max,
                       submission.complete ? "" : ", not complete", first.empty() ? "" : code(first));
}

std::string ranking(const RunResult& results) {
    std::map<std::string, int> counts;
    for (const auto& submission : results.submissions) {
        if (const auto first = first_failure(submission); !first.empty()) ++counts[first];
    }
    if (counts.empty()) return {};
    std::vector<std::pair<std::string, int>> order(counts.begin(), counts.end());
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string text = "## Where submissions first go wrong\n\n| stage | submissions |\n|---|---|\n";
    for (std::size_t i = 0; i < std::min(order.size(), ranked); ++i) {
        text += fmt::format("| {} | {} |\n", code(order[i].first), order[i].second);
    }
    if (order.size() > ranked) text += fmt::format("\n… and {} more stages\n", order.size() - ranked);
    return text + "\n";
}

/// The first failures in full, and how many there are.
std::pair<std::vector<std::string>, std::size_t> explanations(const RunResult& results) {
    std::vector<std::string> texts;
    std::size_t all = 0;
    for (const auto& submission : results.submissions) {
        for (const auto& played : submission.cases) {
            const auto* wrong = first_wrong(played);
            if (!wrong || !wrong->failure || ++all > explained) continue;
            const auto& failure = *wrong->failure;
            texts.push_back(fmt::format("### {} {} stage {}\n\n{}\n", code(submission.name), code(played.id),
                                        wrong->number, fenced(failure.text.empty() ? failure.summary : failure.text)));
        }
    }
    return {texts, all};
}

/// Adds pieces while there is room, and says how many of all are left out.
void add(std::string& document, const std::vector<std::string>& pieces, std::size_t all, std::string_view what) {
    std::size_t added = 0;
    for (const auto& piece : pieces) {
        if (document.size() + piece.size() > size_limit - 200) break; // Room for the last line.
        document += piece;
        ++added;
    }
    if (added < all) document += fmt::format("\n… and {} more {}\n", all - added, what);
    document += "\n";
}

std::string render(const RunResult& results) {
    auto document = headline(results) + ranking(results);
    document += "## Submissions\n\n| submission | role | score | first goes wrong at |\n|---|---|---|---|\n";
    std::vector<std::string> rows;
    for (const auto& submission : results.submissions) rows.push_back(table_row(submission));
    add(document, rows, rows.size(), "submissions");
    const auto [texts, all] = explanations(results);
    if (texts.empty()) return document;
    document += "## Failures\n\n";
    add(document, texts, all, "failures");
    return document;
}

} // namespace

std::unique_ptr<Report> make_markdown(const std::filesystem::path& target) { return whole_file(target, render); }

} // namespace counterpart
