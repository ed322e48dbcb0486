// The page of one submission: the verdict, what to mend first, the communication map, and every case.
#include "reports/html/submission.hpp"

#include "reports/harmless.hpp"
#include "reports/html/case.hpp"
#include "reports/html/page.hpp"
#include "reports/html/tally.hpp"
#include "reports/html/words.hpp"

#include <algorithm>
#include <map>

namespace counterpart::html {

namespace {

constexpr std::size_t line_limit = 400;
constexpr std::size_t troubles_shown = 12;
constexpr std::size_t cases_named = 20; ///< of one trouble

/// The verdict in a sentence or two, for someone who has not seen such a page before.
Markup verdict_line(const SubmissionResult& submission, const CaseCounts& counts) {
    const auto cases = submission.cases.size();
    if (cases == 0) return html("<p class=\"lead n\">No case was played.</p>\n");
    if (counts.passed == cases)
        return html("<p class=\"lead p\">Everything that was checked works: {} passed.</p>\n",
                    cases == 1 ? std::string("the one case") : fmt::format("all {} cases", cases));
    if (counts.failed == 0)
        return html("<p class=\"lead e\">{} of {} could not be judged. The fault is Counterpart’s or this machine’s, "
                    "not the program’s.</p>\n",
                    counts.unjudged, counted(cases, "case"));
    auto line = html("{} of {} passed, {} failed", counts.passed, counted(cases, "case"), counts.failed);
    if (counts.unjudged > 0) line += html(", {} could not be judged", counts.unjudged);
    return html("<p class=\"lead f\">{}. Mend one thing at a time, and begin with the first below: what comes later "
                "often follows from it.</p>\n",
                line);
}

Markup notices(const SubmissionResult& submission) {
    Markup out;
    if (!submission.complete)
        out +=
            html("<p class=\"notice\">The run was stopped before every case was played: this page shows what was done "
                 "until then.</p>\n");
    if (submission.isolation != "cage" && !submission.isolation.empty())
        out += html("<p class=\"notice\">Judged without a cage: {}</p>\n",
                    harmless_line(submission.isolation, line_limit));
    return out;
}

/// The same slip seen in several cases is one thing to mend.
Markup what_to_mend(const SubmissionResult& submission) {
    const auto troubles = troubles_of(submission);
    if (troubles.empty()) return {};
    auto out = html("<section aria-labelledby=\"mend\"><h2 id=\"mend\">What to mend</h2>\n<ol class=\"mend\">\n");
    for (std::size_t i = 0; i < std::min(troubles.size(), troubles_shown); ++i) {
        const auto& trouble = troubles[i];
        const auto& failure = *trouble.failure;
        out += html("<li><p class=\"summary f\">{}</p>\n", harmless_line(failure.summary, line_limit));
        if (!failure.slip.empty())
            out += html("<p class=\"slip\"><strong>Likely slip:</strong> {}</p>\n",
                        harmless_line(failure.slip, line_limit));
        if (!failure.requirement.empty())
            out += html("<p class=\"requirement\"><span class=\"chip\">{} · {}</span> {}</p>\n",
                        harmless_line(failure.requirement, 40), to_string(failure.level),
                        harmless_line(failure.sentence, line_limit));
        out += html("<p class=\"where\">In {}: ", counted(trouble.places.size(), "case"));
        for (std::size_t j = 0; j < std::min(trouble.places.size(), cases_named); ++j) {
            const auto [at_case, at_stage] = trouble.places[j];
            const auto& played = submission.cases[at_case];
            out += html(
                "{}<a href=\"#{}\">{}, stage {}</a>", j > 0 ? "; " : "", stage_anchor(at_case + 1, at_stage + 1),
                harmless_line(played.title.empty() ? played.id : played.title, 100), played.stages[at_stage].number);
        }
        out += html("{}</p></li>\n", trouble.places.size() > cases_named ? " …" : "");
    }
    out += html("</ol>\n");
    if (troubles.size() > troubles_shown)
        out += html("<p>… and {} further down.</p>\n", troubles.size() - troubles_shown);
    return out + html("</section>\n");
}

/// Every stage of the map that a case plays, with how it went over all cases.
Markup communication_map(const SubmissionResult& submission) {
    const auto stages = stages_of({&submission});
    if (stages.empty()) return {};
    auto out = html("<section aria-labelledby=\"map\"><h2 id=\"map\">The communication map</h2>\n"
                    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"The communication map\">"
                    "<table class=\"map\"><caption>Each stage, and in how many cases it passed</caption>\n<thead><tr>"
                    "<th scope=\"col\">stage</th><th scope=\"col\">what happens</th><th scope=\"col\">verdict</th>"
                    "<th scope=\"col\">passed</th></tr></thead>\n<tbody>\n");
    for (const auto& [number, title] : stages) {
        const auto cell = cell_of(submission, number);
        out += html("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{} of {}</td></tr>\n", number,
                    harmless_line(title, 200), badge(cell.worst), cell.passed, counted(cell.cases, "case"));
    }
    return out + html("</tbody></table></div></section>\n");
}

Markup overview(const SubmissionResult& submission) {
    auto out = html("<section aria-labelledby=\"cases\"><h2 id=\"cases\">Cases</h2>\n"
                    "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Cases\"><table class=\"cases\">"
                    "<caption>Every case, in the order of play</caption>\n<thead><tr><th scope=\"col\">case</th>"
                    "<th scope=\"col\">verdict</th><th scope=\"col\">goes wrong at</th>"
                    "<th scope=\"col\">points</th></tr></thead>\n<tbody>\n");
    for (std::size_t i = 0; i < submission.cases.size(); ++i) {
        const auto& played = submission.cases[i];
        const auto verdict = verdict_of(played);
        const auto* wrong = first_wrong(played);
        out += html("<tr><th scope=\"row\"><a href=\"#{}\">{}</a></th><td>{}</td><td>{}</td><td>{} of {}</td></tr>\n",
                    case_anchor(i + 1), harmless_line(played.title.empty() ? played.id : played.title, 200),
                    badge(verdict), wrong ? fmt::format("stage {}", wrong->number) : std::string(),
                    points_text(verdict == Verdict::passed ? played.points : 0), points_text(played.points));
    }
    return out + html("</tbody></table></div>\n");
}

Markup facts(const SubmissionResult& submission) {
    auto out = html("<dl class=\"facts\">\n");
    const auto fact = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) out += html("<div><dt>{}</dt><dd>{}</dd></div>\n", name, harmless_line(value, line_limit));
    };
    fact("Protocol", submission.protocol);
    fact("Role", submission.role);
    fact("Started as", submission.launch);
    fact("Judged", submission.started);
    fact("Seed", std::to_string(submission.seed));
    return out + html("</dl>\n");
}

} // namespace

std::string submission_page(const SubmissionResult& submission, std::string_view version) {
    const auto name = harmless_line(submission.name, 200);
    const auto counts = counts_of(submission);
    const auto score = score_of(submission);
    Page page;
    page.version = harmless_line(version, 80);
    page.title =
        fmt::format("{} · {}/{}", name, harmless_line(submission.protocol, 80), harmless_line(submission.role, 80));
    page.header = html("<h1>{}</h1>\n", name);
    if (score.max > 0)
        page.header += html("<p class=\"score\"><strong>{}</strong> of {}</p>\n", points_text(score.points),
                            score.max == 1 ? std::string("1 point") : points_text(score.max) + " points");
    page.header += verdict_line(submission, counts) + notices(submission) + facts(submission);
    page.content = what_to_mend(submission) + communication_map(submission);
    if (!submission.cases.empty()) {
        page.content += overview(submission);
        const auto limits = limits_for(submission.cases.size());
        for (std::size_t i = 0; i < submission.cases.size(); ++i)
            page.content += case_section(submission.cases[i], i + 1, submission.role, limits);
        page.content += html("</section>\n");
    }
    return document(page);
}

} // namespace counterpart::html
