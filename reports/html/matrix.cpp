// Tables that stay readable with three hundred rows: the head and the names stand still while the rest scrolls.
#include "reports/html/matrix.hpp"

#include "reports/harmless.hpp"
#include "reports/html/case.hpp"
#include "reports/html/page_name.hpp"
#include "reports/html/tally.hpp"
#include "reports/html/words.hpp"

#include <algorithm>
#include <array>

namespace counterpart::html {

namespace {

constexpr std::size_t cells_limit = 30'000; ///< of the matrix by case
constexpr std::size_t name_limit = 60;

using Entries = std::vector<const Entry*>;

/// The row's class: what the filter above the matrix looks at.
std::string_view row_class(const SubmissionResult& submission) {
    const auto counts = counts_of(submission);
    if (counts.failed > 0) return "f";
    return counts.passed > 0 && counts.unjudged == 0 ? "p" : "e";
}

Markup row_head(const Entry& entry) {
    return html("<th scope=\"row\"><a href=\"{}\">{}</a></th>", address_of(entry.page),
                harmless_line(entry.result.name, name_limit));
}

Markup score_cell(const SubmissionResult& submission) {
    const auto score = score_of(submission);
    return html("<td class=\"score\">{} / {}{}</td>", points_text(score.points), points_text(score.max),
                submission.complete ? "" : ", not finished");
}

Markup stage_cell(const Entry& entry, int stage) {
    const auto cell = cell_of(entry.result, stage);
    if (cell.cases == 0) return html("<td></td>");
    switch (cell.worst) {
    case Verdict::passed: return html("<td class=\"p\">✓<span class=\"hidden\"> passed</span></td>");
    case Verdict::not_reached: return html("<td class=\"n\">○<span class=\"hidden\"> not reached</span></td>");
    case Verdict::error:
    case Verdict::failed: break;
    }
    const auto words =
        cell.worst == Verdict::error ? std::string(" not judged") : fmt::format(" {} of {}", cell.failed, cell.cases);
    return html("<td class=\"{}\"><a href=\"{}#{}\">{}{}</a></td>", class_of(cell.worst), address_of(entry.page),
                stage_anchor(cell.at_case + 1, cell.at_stage + 1), sign_of(cell.worst), words);
}

/// Chooses which rows are seen, without a script.
Markup filter(std::string_view id) {
    constexpr std::array<std::array<std::string_view, 2>, 4> choices{
        {{"all", "all"}, {"f", "✗ failed something"}, {"p", "✓ passed everything"}, {"e", "! not judged in full"}}};
    auto out = html("<fieldset class=\"filter\"><legend>Show submissions:</legend>\n");
    for (const auto& [kind, label] : choices)
        out += html("<label><input type=\"radio\" name=\"{}show\" class=\"show-{}\"{}/> {}</label>\n", id, kind,
                    Markup::trusted(kind == "all" ? " checked=\"checked\"" : ""), label);
    return out + html("</fieldset>\n");
}

/// The cases that any of the submissions played, in the order of the first that has them.
std::vector<const CaseResult*> cases_of(const Entries& entries, std::map<std::string, std::size_t>& places) {
    std::vector<const CaseResult*> cases;
    for (const auto* entry : entries) {
        for (const auto& played : entry->result.cases) {
            if (places.emplace(played.id, cases.size()).second) cases.push_back(&played);
        }
    }
    return cases;
}

Markup open_region(std::string_view label, std::string_view kind) {
    return html("<div class=\"scroll {}\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n", kind, label);
}

} // namespace

Markup stage_matrix(const Entries& entries, std::string_view id) {
    std::vector<const SubmissionResult*> results;
    for (const auto* entry : entries) results.push_back(&entry->result);
    const auto stages = stages_of(results);
    auto out = html("<section class=\"matrix-of-stages\" aria-labelledby=\"{}stages\"><h3 id=\"{}stages\">Submissions "
                    "and stages</h3>\n",
                    id, id);
    if (entries.size() > 5) out += filter(id);
    out += open_region("Submissions and stages", "tall");
    out +=
        html("<table class=\"matrix\"><caption>The worst verdict of each stage over all cases. ✓ passed, ✗ failed (in "
             "how many cases), ○ not reached, ! could not be judged; empty: no case plays it.</caption>\n<thead><tr>"
             "<th scope=\"col\">submission</th><th scope=\"col\">points</th>");
    for (const auto& [number, title] : stages)
        out += html("<th scope=\"col\"><span class=\"number\">{}</span> {}</th>", number, harmless_line(title, 60));
    out += html("</tr></thead>\n<tbody>\n");
    for (const auto* entry : entries) {
        out += html("<tr class=\"{}\">", row_class(entry->result)) + row_head(*entry) + score_cell(entry->result);
        for (const auto& [number, title] : stages) out += stage_cell(*entry, number);
        out += html("</tr>\n");
    }
    return out + html("</tbody></table></div></section>\n");
}

Markup case_table(const Entries& entries, std::string_view id) {
    std::map<std::string, std::size_t> places;
    const auto cases = cases_of(entries, places);
    if (cases.empty()) return {};
    std::vector<std::array<std::size_t, 4>> counts(cases.size());
    for (const auto* entry : entries) {
        for (const auto& played : entry->result.cases)
            ++counts[places.at(played.id)][static_cast<std::size_t>(verdict_of(played))];
    }
    auto out = html("<section aria-labelledby=\"{}cases\"><h3 id=\"{}cases\">Case by case</h3>\n", id, id);
    out += open_region("Case by case", "");
    out += html("<table class=\"bars\"><caption>In how many submissions each case passed</caption>\n<thead><tr>"
                "<th scope=\"col\">no.</th><th scope=\"col\">case</th><th scope=\"col\">passed</th>"
                "<th scope=\"col\">failed</th><th scope=\"col\">not judged</th></tr></thead>\n<tbody>\n");
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto [passed, failed, not_reached, error] = counts[i];
        const auto all = passed + failed + not_reached + error;
        out += html("<tr><td>{}</td><th scope=\"row\">{}</th><td><span class=\"bar\" style=\"width:{:.1f}%\"></span> {}"
                    "</td><td>{}</td><td>{}</td></tr>\n",
                    i + 1, harmless_line(cases[i]->title.empty() ? cases[i]->id : cases[i]->title, 120),
                    70.0 * static_cast<double>(passed) / static_cast<double>(all), passed, failed, not_reached + error);
    }
    return out + html("</tbody></table></div></section>\n");
}

Markup case_matrix(const Entries& entries, std::string_view id) {
    std::map<std::string, std::size_t> places;
    const auto cases = cases_of(entries, places);
    if (cases.empty() || entries.size() < 2) return {};
    if (cases.size() * entries.size() > cells_limit)
        return html(
            "<p class=\"muted\">The matrix of all submissions and cases is too large for a page; the csv report "
            "holds it.</p>\n");
    auto out = html("<details class=\"whole\" id=\"{}whole\"><summary>Every submission and case</summary>\n", id);
    out += open_region("Every submission and case", "tall");
    out += html("<table class=\"matrix small\"><caption>The columns are the cases by their numbers above. ✓ passed, ✗ "
                "failed, ○ not reached, ! could not be judged; empty: not played.</caption>\n<thead><tr>"
                "<th scope=\"col\">submission</th>");
    for (std::size_t i = 0; i < cases.size(); ++i) out += html("<th scope=\"col\">{}</th>", i + 1);
    out += html("</tr></thead>\n<tbody>\n");
    std::vector<const CaseResult*> row(cases.size());
    for (const auto* entry : entries) {
        std::fill(row.begin(), row.end(), nullptr);
        for (const auto& played : entry->result.cases) row[places.at(played.id)] = &played;
        out += html("<tr>") + row_head(*entry);
        for (const auto* played : row) {
            if (!played) {
                out += html("<td></td>");
                continue;
            }
            const auto verdict = verdict_of(*played);
            out += html("<td class=\"{}\">{}</td>", class_of(verdict), sign_of(verdict));
        }
        out += html("</tr>\n");
    }
    return out + html("</tbody></table></div></details>\n");
}

} // namespace counterpart::html
