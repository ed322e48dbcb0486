// Draws from top to bottom; every part says how high it is.
#include "reports/html/ladder.hpp"

#include "reports/harmless.hpp"
#include "reports/html/bytes.hpp"
#include "reports/html/words.hpp"

#include <algorithm>
#include <map>

namespace counterpart::html {

namespace {

constexpr int width = 760, left = 92, right = 660, middle = (left + right) / 2;
constexpr int arrow_height = 34, note_height = 22, header_height = 30, padding = 8;
constexpr std::size_t events_shown = 24; ///< of a stage; front and back
constexpr std::size_t label_limit = 68;  ///< characters between the lifelines
constexpr std::size_t channel_limit = 14;

/// A drawing in the making, and how far down it has come.
struct Canvas {
    int y = 0;
    Markup shapes;
};

/// A message's label: what happened, how much, and its first bytes.
std::string label_of(const Event& event) {
    if (event.bytes == 0) return harmless_line(event.what, label_limit);
    auto label = fmt::format("{} {}", harmless_line(event.what, 20), counted(event.bytes, "byte"));
    if (event.data.empty()) return label;
    const auto room = label_limit - std::min(label.size() + 2, label_limit - 12);
    return fmt::format("{}: {}", label, harmless_line(escaped(std::string_view(event.data).substr(0, 80)), room));
}

Markup arrow_head(int x, int y, bool to_right) {
    const int back = to_right ? x - 9 : x + 9;
    return html("<path class=\"head\" d=\"M{} {}L{} {}L{} {}Z\"/>", x, y, back, y - 5, back, y + 5);
}

Markup cross(int x, int y) { return html("<path class=\"cross\" d=\"M{} {}l12 12m0 -12l-12 12\"/>", x - 6, y - 6); }

void draw_time(Canvas& canvas, const Event& event, int y) {
    canvas.shapes += html("<text class=\"small\" x=\"8\" y=\"{}\">{}</text>", y, duration_text(event.at));
}

void draw_message(Canvas& canvas, const Event& event, bool failing) {
    const bool to_right = event.direction == Direction::from_candidate;
    const int y = canvas.y + arrow_height - 10;
    const auto kind = failing ? "bad" : event.bytes > 0 ? "data" : "sign";
    canvas.shapes += html("<g class=\"{}\"><path d=\"M{} {}H{}\"/>{}", kind, left, y, right,
                          arrow_head(to_right ? right : left, y, to_right));
    if (failing) canvas.shapes += cross(right - 40, y);
    canvas.shapes += html("<text class=\"mid\" x=\"{}\" y=\"{}\">{}</text>", middle, y - 7, label_of(event));
    canvas.shapes += html("<text class=\"small\" x=\"{}\" y=\"{}\">{}</text></g>\n", right + 10, y + 4,
                          harmless_line(event.channel, channel_limit));
    draw_time(canvas, event, y + 4);
    canvas.y += arrow_height;
}

/// What is no message: something that the candidate did alone stands at its lifeline, a note in the middle.
void draw_note(Canvas& canvas, const Event& event) {
    const int y = canvas.y + note_height - 7;
    const auto text = harmless_line(event.what, label_limit);
    if (event.direction == Direction::from_candidate)
        canvas.shapes += html("<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"4\"/><text x=\"{}\" y=\"{}\">{}</text>\n",
                              left, y - 4, left + 12, y, text);
    else
        canvas.shapes += html("<text class=\"note\" x=\"{}\" y=\"{}\">{}</text>\n", middle, y, text);
    draw_time(canvas, event, y);
    canvas.y += note_height;
}

void draw_omission(Canvas& canvas, std::size_t events) {
    canvas.shapes += html("<text class=\"note\" x=\"{}\" y=\"{}\">… {} more …</text>\n", middle,
                          canvas.y + note_height - 7, counted(events, "event"));
    canvas.y += note_height;
}

bool is_message(const Event& event) {
    return event.direction == Direction::to_candidate ||
           (event.direction == Direction::from_candidate && (event.bytes > 0 || !event.channel.empty()));
}

void draw_events(Canvas& canvas, const std::vector<const Event*>& events, const Event* failing) {
    const bool all = events.size() <= events_shown;
    const auto front = all ? events.size() : events_shown / 2;
    const auto back = all ? events.size() : events.size() - events_shown / 2;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (i == front) draw_omission(canvas, back - front);
        if (i >= front && i < back) continue;
        if (is_message(*events[i]))
            draw_message(canvas, *events[i], events[i] == failing);
        else
            draw_note(canvas, *events[i]);
    }
}

/// The message that brought what was wrong: the last from the candidate whose bytes the failure shows. Null when the
/// failure is about something else.
const Event* failing_message(const StageResult& stage, const std::vector<const Event*>& events) {
    if (!stage.failure || stage.verdict != Verdict::failed) return nullptr;
    const auto came = read_shown(stage.failure->got);
    if (!came || came->bytes.empty()) return nullptr;
    const auto shows = [&](const Event* event) {
        if (event->direction != Direction::from_candidate || event->data.empty()) return false;
        const auto size = std::min(came->bytes.size(), event->data.size());
        return came->bytes.compare(0, size, event->data, 0, size) == 0;
    };
    const auto found = std::find_if(events.rbegin(), events.rend(), shows);
    return found == events.rend() ? nullptr : *found;
}

/// Expected but not seen: a dashed arrow for bytes, a dashed ring at the candidate's lifeline for anything else.
void draw_expected(Canvas& canvas, const Failure& failure) {
    const bool message = read_shown(failure.expected).has_value();
    const int y = canvas.y + arrow_height - 10;
    const auto text = "expected: " + harmless_line(failure.expected, label_limit - 12);
    canvas.shapes += html("<g class=\"missing\">");
    if (message)
        canvas.shapes += html("<path d=\"M{} {}H{}\"/>{}<text class=\"mid\" x=\"{}\" y=\"{}\">{}</text></g>\n", left, y,
                              right, arrow_head(right, y, true), middle, y - 7, text);
    else
        canvas.shapes += html("<circle cx=\"{}\" cy=\"{}\" r=\"6\"/><text x=\"{}\" y=\"{}\">{}</text></g>\n", left,
                              y - 4, left + 14, y, text);
    canvas.y += arrow_height;
}

void draw_failure(Canvas& canvas, const StageResult& stage) {
    const auto& failure = *stage.failure;
    if (stage.verdict == Verdict::failed && !failure.expected.empty()) draw_expected(canvas, failure);
    const int y = canvas.y + note_height - 6;
    canvas.shapes += html("<g class=\"why {}\">{}<text x=\"{}\" y=\"{}\">{}</text></g>\n", class_of(stage.verdict),
                          cross(left, y - 4), left + 14, y, harmless_line(failure.summary, label_limit + 8));
    canvas.y += note_height + 4;
}

void draw_stage(Canvas& canvas, const StageResult& stage, const std::vector<const Event*>& events) {
    const int top = canvas.y;
    Canvas inside{top + header_height, {}};
    draw_events(inside, events, failing_message(stage, events));
    if (stage.failure) draw_failure(inside, stage);
    inside.y += padding;
    canvas.shapes += html("<g class=\"stage {}\"><rect class=\"band\" x=\"1\" y=\"{}\" width=\"{}\" height=\"{}\" "
                          "rx=\"6\"/>",
                          class_of(stage.verdict), top, width - 2, inside.y - top);
    for (const int x : {left, right})
        canvas.shapes += html("<path class=\"life\" d=\"M{} {}V{}\"/>", x, top + header_height - 4, inside.y);
    canvas.shapes += html("<text class=\"title\" x=\"12\" y=\"{}\">Stage {} · {}</text>", top + 20, stage.number,
                          harmless_line(stage.title, 64));
    canvas.shapes += html("<text class=\"verdict\" x=\"{}\" y=\"{}\">{} {}</text>\n", width - 12, top + 20,
                          sign_of(stage.verdict), word_of(stage.verdict));
    canvas.shapes += inside.shapes;
    canvas.shapes += html("</g>\n");
    canvas.y = inside.y + padding;
}

void draw_parties(Canvas& canvas, std::string_view party) {
    const auto box = [&](int x, std::string_view name, std::string_view who) {
        canvas.shapes += html("<g class=\"party\"><rect x=\"{}\" y=\"1\" width=\"176\" height=\"44\" rx=\"6\"/>"
                              "<text class=\"name\" x=\"{}\" y=\"20\">{}</text>"
                              "<text class=\"mid\" x=\"{}\" y=\"36\">{}</text></g>\n",
                              x - 88, x, name, x, who);
    };
    box(left, harmless_line(party, 24), "the program judged");
    box(right, "Counterpart", "plays the other side");
    canvas.y = 46 + padding;
}

} // namespace

Timeline timeline_of(const CaseResult& played) {
    Timeline timeline;
    timeline.stages.resize(played.stages.size());
    std::map<int, std::size_t> places;
    for (std::size_t i = 0; i < played.stages.size(); ++i) places.emplace(played.stages[i].number, i);
    bool began = false;
    for (const auto& event : played.transcript) {
        const auto place = places.find(event.stage);
        if (place == places.end()) {
            (began ? timeline.after : timeline.before).push_back(&event);
            continue;
        }
        began = true;
        timeline.stages[place->second].push_back(&event);
    }
    return timeline;
}

Markup ladder(const CaseResult& played, const Timeline& timeline, std::string_view party, std::string_view title) {
    Canvas canvas;
    draw_parties(canvas, party);
    draw_events(canvas, timeline.before, nullptr);
    for (std::size_t i = 0; i < played.stages.size(); ++i) draw_stage(canvas, played.stages[i], timeline.stages[i]);
    draw_events(canvas, timeline.after, nullptr);
    return html("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n"
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n"
                "{}</svg>\n</div>\n",
                title, width, canvas.y + 2, title, canvas.shapes);
}

} // namespace counterpart::html
