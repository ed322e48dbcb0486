// From the case's verdict down to its bytes: each level opens to the next.
#include "reports/html/case.hpp"

#include "reports/cut.hpp"
#include "reports/harmless.hpp"
#include "reports/html/bytes.hpp"
#include "reports/html/ladder.hpp"
#include "reports/html/words.hpp"
#include "reports/time.hpp"

#include <algorithm>

namespace counterpart::html {

namespace {

constexpr std::size_t line_limit = 600;    ///< characters of a summary or a sentence
constexpr std::size_t remarks_limit = 50;  ///< of a stage
constexpr std::size_t required_limit = 60; ///< requirements named of a case

Markup details(std::string_view summary, const Markup& content, bool open, std::string_view kind = "") {
    return html("<details class=\"{}\"{}><summary>{}</summary>\n{}</details>\n", kind,
                Markup::trusted(open ? " open=\"open\"" : ""), summary, content);
}

/// A block of text as it is, that scrolls by itself and can be reached by the keyboard to do so.
Markup block(std::string_view label, const Markup& text) {
    return html("<pre class=\"text\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n{}</pre>\n", label, text);
}

Markup requirement(const Failure& failure) {
    if (failure.requirement.empty()) return {};
    return html("<p class=\"requirement\"><span class=\"chip\">{} · {}</span> {}</p>\n",
                harmless_line(failure.requirement, 40), to_string(failure.level),
                harmless_line(failure.sentence, line_limit));
}

Markup explanation(const StageResult& stage, const Limits& limits) {
    const auto& failure = *stage.failure;
    auto out = html("<p class=\"summary {}\">{}</p>\n", class_of(stage.verdict),
                    harmless_line(failure.summary.empty() ? failure.text : failure.summary, line_limit));
    if (stage.verdict == Verdict::error)
        out += html("<p>Counterpart or this machine is at fault here, not the program that was judged.</p>\n");
    out += requirement(failure);
    bool beyond = false;
    if (!failure.expected.empty() || !failure.got.empty()) {
        const auto sides = side_by_side(failure.expected, failure.got);
        out += sides.blocks;
        beyond = sides.beyond;
    }
    if (stage.verdict == Verdict::failed) {
        if (!failure.slip.empty())
            out += html("<p class=\"slip\"><strong>Likely slip:</strong> {}</p>\n",
                        harmless_line(failure.slip, line_limit));
        out += html("<p class=\"hint\"><strong>What to try:</strong> {}</p>\n", hint_for(failure.type));
    }
    if (failure.text.empty()) return out;
    const auto label = beyond ? "The whole explanation: the first difference lies behind what is shown above"
                              : "The whole explanation, as text";
    return out +
           details(label, block("The whole explanation", html("{}", cut_text(failure.text, limits.text))), beyond);
}

std::string_view arrow_of(Direction direction) {
    switch (direction) {
    case Direction::note: return "·";
    case Direction::to_candidate: return "←";
    case Direction::from_candidate: return "→";
    }
    return "";
}
std::string_view words_of(Direction direction) {
    switch (direction) {
    case Direction::note: return "note";
    case Direction::to_candidate: return "to the program";
    case Direction::from_candidate: return "from the program";
    }
    return "";
}

Markup transcript_row(const Event& event) {
    auto what = html("{}", harmless_line(event.what, 200));
    if (event.bytes > 0) what += html(", {}", counted(event.bytes, "byte"));
    const auto data = std::string_view(event.data).substr(0, 256);
    if (!data.empty()) what += html(": <code>{}</code>{}", escaped(data), event.bytes > data.size() ? " …" : "");
    return html("<tr><td class=\"time\">{}</td><td><span aria-hidden=\"true\">{}</span>"
                "<span class=\"hidden\">{}</span></td><td>{}</td><td>{}</td></tr>\n",
                seconds_text(event.at, 6), arrow_of(event.direction), words_of(event.direction),
                harmless_line(event.channel, 40), what);
}

Markup transcript(const std::vector<const Event*>& events, const Limits& limits) {
    if (events.empty()) return html("<p class=\"muted\">Nothing was observed here.</p>\n");
    std::vector<std::string> rows;
    for (const auto* event : events) rows.push_back(transcript_row(*event).text());
    const auto kept = cut_lines(rows, limits.text);
    std::string text;
    for (std::size_t i = 0; i < kept.front; ++i) text += rows[i];
    if (kept.front < kept.back)
        text += html("<tr><td></td><td></td><td></td><td>… {} omitted …</td></tr>\n",
                     counted(kept.back - kept.front, "event"))
                    .text();
    for (auto i = kept.back; i < rows.size(); ++i) text += rows[i];
    return html("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Transcript\">\n"
                "<table class=\"transcript\"><caption>Transcript</caption><thead><tr><th scope=\"col\">second</th>"
                "<th scope=\"col\"><span class=\"hidden\">direction</span></th><th scope=\"col\">channel</th>"
                "<th scope=\"col\">what happened</th></tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
                Markup::trusted(std::move(text)));
}

Markup remarks_of(const StageResult& stage) {
    Markup out;
    const auto shown = std::min(stage.remarks.size(), remarks_limit);
    for (std::size_t i = 0; i < shown; ++i)
        out +=
            html("<p class=\"remark\"><strong>Remark:</strong> {}</p>\n", harmless_line(stage.remarks[i], line_limit));
    if (shown < stage.remarks.size())
        out += html("<p class=\"remark\">… and {} more</p>\n", counted(stage.remarks.size() - shown, "remark"));
    return out;
}

Markup stage_section(const StageResult& stage, const std::vector<const Event*>& events, std::string_view anchor,
                     const Limits& limits) {
    auto content = remarks_of(stage);
    if (stage.failure) content += explanation(stage, limits);
    if (stage.verdict == Verdict::not_reached && events.empty())
        content +=
            html("<p class=\"muted\">An earlier stage of this case went wrong, so this one was not tried.</p>\n");
    else
        content += transcript(events, limits);
    const bool open = stage.failure.has_value() || !stage.remarks.empty();
    return html("<details class=\"stage {}\" id=\"{}\"{}><summary><h4>Stage {}: {}</h4> {}"
                "<span class=\"muted\">{}</span></summary>\n<div class=\"inside\">\n{}</div></details>\n",
                class_of(stage.verdict), anchor, Markup::trusted(open ? " open=\"open\"" : ""), stage.number,
                harmless_line(stage.title, 200), badge(stage.verdict),
                stage.verdict == Verdict::not_reached ? std::string() : duration_text(stage.time), content);
}

Markup stream(std::string_view label, const Captured& captured, bool open, const Limits& limits) {
    const auto shown = cut(captured, limits.text);
    if (shown.head.empty() && shown.omitted == 0) return {};
    auto text = html("{}", shown.head);
    if (shown.omitted > 0) text += html("\n<em>{}</em>\n{}", omission(shown.omitted), shown.tail);
    return details(label, block(label, text), open, "stream");
}

Markup facts(const CaseResult& played) {
    std::string required;
    for (std::size_t i = 0; i < std::min(played.requirements.size(), required_limit); ++i)
        required += (i > 0 ? ", " : "") + harmless_line(played.requirements[i], 40);
    if (played.requirements.size() > required_limit) required += ", …";
    auto out = html("<p class=\"facts\">{} <span>{}</span> <span>{}</span> <span>{}</span> <code>{}</code>",
                    badge(verdict_of(played)), to_string(played.level),
                    played.points == 1 ? std::string("1 point") : points_text(played.points) + " points",
                    duration_text(played.time), harmless_line(played.id, 80));
    if (!required.empty()) out += html("<span>checks {}</span>", required);
    return out + html("</p>\n");
}

} // namespace

std::string case_anchor(std::size_t number) { return fmt::format("c{}", number); }
std::string stage_anchor(std::size_t case_number, std::size_t stage_number) {
    return fmt::format("c{}s{}", case_number, stage_number);
}

Limits limits_for(std::size_t cases) {
    constexpr std::size_t page = 1024 * 1024; // So much in all, if each case fills three texts.
    return {std::clamp<std::size_t>(page / (3 * std::max<std::size_t>(cases, 1)), 4 * 1024, 32 * 1024)};
}

Markup case_section(const CaseResult& played, std::size_t number, std::string_view party, const Limits& limits) {
    const auto verdict = verdict_of(played);
    const bool wrong = verdict != Verdict::passed;
    const auto title = harmless_line(played.title.empty() ? played.id : played.title, 200);
    const auto timeline = timeline_of(played);
    Markup story;
    if (played.stages.empty()) {
        story = html("<p>This case was not played.</p>\n");
    } else {
        const auto name = fmt::format("Ladder diagram: {}", title);
        story = ladder(played, timeline, party, name);
    }
    if (!timeline.before.empty())
        story += details("Before the first stage", transcript(timeline.before, limits), false, "stage n");
    for (std::size_t i = 0; i < played.stages.size(); ++i)
        story += stage_section(played.stages[i], timeline.stages[i], stage_anchor(number, i + 1), limits);
    if (!timeline.after.empty())
        story += details("Outside the stages", transcript(timeline.after, limits), false, "stage n");
    story += stream("Standard output", played.standard_output, wrong, limits);
    story += stream("Standard error", played.standard_error, wrong, limits);
    if (!played.reproduce.empty())
        story += html("<p class=\"label\">Play this case again</p>\n{}",
                      block("The command that plays this case again", html("{}", cut_text(played.reproduce, 4096))));
    auto body = story;
    if (!wrong) {
        body = {};
        for (const auto& stage : played.stages) body += remarks_of(stage);
        body += details("Show the conversation", story, false, "story");
    }
    return html(
        "<section class=\"case {}\" id=\"{}\" aria-labelledby=\"{}t\">\n<h3 id=\"{}t\">{}</h3>\n{}{}</section>\n",
        class_of(verdict), case_anchor(number), case_anchor(number), case_anchor(number), title, facts(played), body);
}

} // namespace counterpart::html
