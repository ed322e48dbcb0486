// The page of a whole cohort, role by role.
#include "reports/html/cohort.hpp"

#include "reports/harmless.hpp"
#include "reports/html/matrix.hpp"
#include "reports/html/page.hpp"
#include "reports/html/page_name.hpp"
#include "reports/html/ranking.hpp"
#include "reports/html/tally.hpp"
#include "reports/html/words.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace counterpart::html {

namespace {

constexpr std::size_t line_limit = 300;
constexpr std::size_t ranked = 40;        ///< requirements
constexpr std::size_t kinds_shown = 8;    ///< of one requirement
constexpr std::size_t named = 60;         ///< submissions of one kind
constexpr std::size_t named_openly = 6;   ///< so many need not be opened
constexpr std::size_t links_limit = 3000; ///< in the ranking: a page of 300 submissions stays below a megabyte

using Entries = std::vector<const Entry*>;

struct Totals {
    std::size_t passed = 0, wrong = 0, unjudged = 0, incomplete = 0;
    std::vector<double> shares; ///< of the points, in percent
};

Totals totals_of(const Entries& entries) {
    Totals totals;
    for (const auto* entry : entries) {
        const auto counts = counts_of(entry->result);
        const auto score = score_of(entry->result);
        ++(counts.failed > 0                           ? totals.wrong
           : counts.unjudged > 0 || counts.passed == 0 ? totals.unjudged
                                                       : totals.passed);
        totals.incomplete += !entry->result.complete;
        if (score.max > 0) totals.shares.push_back(100 * score.points / score.max);
    }
    std::sort(totals.shares.begin(), totals.shares.end());
    return totals;
}

double median_of(const std::vector<double>& sorted) {
    const auto half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

Markup tile(std::string_view kind, std::string_view number, std::string_view words) {
    return html("<div class=\"tile {}\"><dt>{}</dt><dd>{}</dd></div>\n", kind, words, number);
}

Markup summary(const Entries& entries) {
    const auto totals = totals_of(entries);
    auto out = html("<dl class=\"tiles\">\n");
    out += tile("", std::to_string(entries.size()), entries.size() == 1 ? "submission" : "submissions");
    out += tile("p", std::to_string(totals.passed), "✓ passed everything");
    out += tile("f", std::to_string(totals.wrong), "✗ failed something");
    if (totals.unjudged > 0) out += tile("e", std::to_string(totals.unjudged), "! could not be judged in full");
    if (totals.incomplete > 0) out += tile("n", std::to_string(totals.incomplete), "○ not finished");
    if (!totals.shares.empty()) out += tile("", fmt::format("{:.0f} %", median_of(totals.shares)), "median score");
    return out + html("</dl>\n");
}

/// How many submissions have how many of the points, as a table whose rows are bars.
Markup distribution(const Entries& entries, std::string_view id) {
    const auto shares = totals_of(entries).shares;
    if (shares.size() < 2) return {};
    std::array<std::size_t, 11> bins{};
    for (const auto share : shares) ++bins[share >= 100 ? 10 : static_cast<std::size_t>(std::max(share, 0.0) / 10)];
    const auto most = *std::max_element(bins.begin(), bins.end());
    auto out = html("<section aria-labelledby=\"{}scores\"><h3 id=\"{}scores\">Scores</h3>\n<table class=\"bars\">"
                    "<caption>How many submissions have how much of the points</caption>\n<thead><tr>"
                    "<th scope=\"col\">score</th><th scope=\"col\">submissions</th></tr></thead>\n<tbody>\n",
                    id, id);
    for (std::size_t i = bins.size(); i-- > 0;) {
        const auto label = i == 10 ? std::string("all points") : fmt::format("{}–{} %", 10 * i, 10 * i + 9);
        out +=
            html("<tr><th scope=\"row\">{}</th><td><span class=\"bar\" style=\"width:{:.1f}%\"></span> {}</td></tr>\n",
                 label, 80.0 * static_cast<double>(bins[i]) / static_cast<double>(most), bins[i]);
    }
    return out + html("</tbody></table></section>\n");
}

Markup links_to(const std::vector<Place>& places, std::size_t& links_left) {
    Markup out;
    std::size_t shown = 0;
    for (; shown < std::min({places.size(), named, links_left}); ++shown) {
        const auto& [entry, at_case, at_stage] = places[shown];
        out += html("<li><a href=\"{}#c{}s{}\">{}</a></li>\n", address_of(entry->page), at_case + 1, at_stage + 1,
                    harmless_line(entry->result.name, 40));
    }
    links_left -= shown;
    if (shown < places.size()) out += html("<li>… and {} more</li>\n", places.size() - shown);
    if (places.size() <= named_openly) return html("<ul class=\"which\">{}</ul>\n", out);
    return html("<details class=\"which\"><summary>{}</summary>\n<ul>{}</ul></details>\n",
                counted(places.size(), "submission"), out);
}

Markup kind(const SameFailure& same, std::size_t& links_left) {
    const auto& failure = *same.failure;
    auto out = html("<li><p><span class=\"chip\">stage {}</span> {}</p>\n", same.stage,
                    harmless_line(failure.slip.empty() ? failure.summary : failure.slip, line_limit));
    out += links_to(same.places, links_left);
    return out + html("</li>\n");
}

/// What the class got wrong: by requirement, and within it the same failures together.
Markup ranking(const Entries& entries, std::string_view id) {
    const auto all = ranking_of(entries);
    if (all.empty()) return {};
    std::size_t links_left = links_limit;
    auto out = html("<section aria-labelledby=\"{}wrong\"><h3 id=\"{}wrong\">What went wrong, and how often</h3>\n"
                    "<p class=\"muted\">The most frequent first. The same failure in several submissions is told once; "
                    "numbers and quoted bytes in it are those of the first.</p>\n<ol class=\"ranking\">\n",
                    id, id);
    for (std::size_t i = 0; i < std::min(all.size(), ranked); ++i) {
        const auto& wrong = all[i];
        out +=
            html("<li><p class=\"count\"><strong>{}</strong> of {} <span class=\"bar\" style=\"width:{:.1f}%\"></span>"
                 "</p>\n",
                 wrong.submissions, entries.size(),
                 60.0 * static_cast<double>(wrong.submissions) / static_cast<double>(entries.size()));
        if (!wrong.requirement.empty())
            out += html("<p class=\"requirement\"><span class=\"chip\">{} · {}</span> {}</p>\n",
                        harmless_line(wrong.requirement, 40), to_string(wrong.level),
                        harmless_line(wrong.sentence, line_limit));
        if (wrong.first > 0)
            out +=
                html("<p class=\"muted\">The first thing to go wrong in {}.</p>\n", counted(wrong.first, "submission"));
        out += html("<ul class=\"kinds\">\n");
        for (std::size_t j = 0; j < std::min(wrong.kinds.size(), kinds_shown); ++j)
            out += kind(wrong.kinds[j], links_left);
        if (wrong.kinds.size() > kinds_shown)
            out += html("<li>… and {}</li>\n", counted(wrong.kinds.size() - kinds_shown, "rarer failure"));
        out += html("</ul></li>\n");
    }
    if (all.size() > ranked) out += html("<li>… and {} more</li>\n", counted(all.size() - ranked, "requirement"));
    return out + html("</ol></section>\n");
}

std::vector<Entries> by_role(const Entries& entries) {
    std::map<std::pair<std::string, std::string>, Entries> roles; // By what is shown, as everything is ordered here.
    for (const auto* entry : entries)
        roles[{harmless(entry->result.protocol), harmless(entry->result.role)}].push_back(entry);
    std::vector<Entries> out;
    for (auto& [role, of_role] : roles) out.push_back(std::move(of_role));
    return out;
}

} // namespace

SubmissionResult slim(const SubmissionResult& submission) {
    auto out = submission;
    for (auto& played : out.cases) {
        played.transcript = {};
        played.standard_output = {};
        played.standard_error = {};
        played.reproduce = {};
        for (auto& stage : played.stages) {
            stage.remarks = {};
            if (stage.failure) stage.failure->text = stage.failure->expected = stage.failure->got = {};
        }
    }
    return out;
}

std::string cohort_page(const std::vector<const Entry*>& entries, bool finished, std::string_view version) {
    Page page;
    page.version = harmless_line(version, 80);
    page.title = fmt::format("{} · Counterpart", counted(entries.size(), "submission"));
    page.header = html("<h1>Results of {}</h1>\n", counted(entries.size(), "submission"));
    if (!finished)
        page.header += html("<p class=\"notice\">The run is not over: this page shows what was done so far.</p>\n");
    page.header += summary(entries);
    std::size_t number = 0;
    for (const auto& of_role : by_role(entries)) {
        const auto id = fmt::format("r{}", ++number);
        const auto& first = of_role.front()->result;
        page.content += html("<section class=\"role\" aria-labelledby=\"{}\"><h2 id=\"{}\">{} · {}</h2>\n", id, id,
                             harmless_line(first.protocol, 80), harmless_line(first.role, 80));
        page.content += stage_matrix(of_role, id) + ranking(of_role, id) + distribution(of_role, id);
        page.content += case_table(of_role, id) + case_matrix(of_role, id) + html("</section>\n");
    }
    return document(page);
}

} // namespace counterpart::html
