// <expect-output-line>: waits for the program to print one line that holds several things, in whatever order.
#include "harness/engine/compare.hpp"
#include "harness/engine/explain.hpp"
#include "harness/engine/play.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::engine {
namespace {

using scenario::Step;

constexpr std::size_t most_shown = 60; ///< of an expression: nobody reads a longer one, and what it is called says more

/// The lines of a stream; a progress bar's carriage returns end lines as well.
std::vector<std::string> output_lines(std::string printed) {
    const auto text = without_colours(std::move(printed));
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find_first_of("\r\n", at), text.size());
        if (end > at) lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::vector<std::string> lines_printed(const candidate::Candidate& program, const std::string& stream) {
    auto lines = stream == "err" ? std::vector<std::string>{} : output_lines(program.out().kept());
    if (stream == "out") return lines;
    for (auto& line : output_lines(program.err().kept())) lines.push_back(std::move(line));
    return lines;
}

/// One thing that the line must hold, or had better hold.
struct Held {
    const Step* step;
    std::string expression, before;
    bool needed;

    bool in(const std::string& line) const {
        const auto at = place_of(expression, line);
        return at && (before.empty() || *at <= place_of(before, line).value_or(line.size()));
    }
};

std::vector<Held> parts_to_hold(const Step& step, const scenario::Values& values) {
    std::vector<Held> parts;
    for (const auto& child : step.children)
        if (child.kind == "holds")
            parts.push_back({&child, values.text(child, "matches"), values.text(child, "before"),
                             child.plain("otherwise") != "remark"});
    return parts;
}

/// The line that lacks least of what is needed, and of those the one that lacks least besides; of several the last.
struct NearestLine {
    std::string line;
    std::vector<const Held*> missing, wished; ///< what is needed, and what it had better hold
};

NearestLine nearest_line(const std::vector<std::string>& lines, const std::vector<Held>& parts) {
    NearestLine best;
    for (const auto& part : parts) best.missing.push_back(&part); // no line holds nothing, also of what is not needed
    best.wished = best.missing;
    const auto rank = [](const NearestLine& each) { return std::pair(each.missing.size(), each.wished.size()); };
    for (const auto& line : lines) {
        NearestLine here{line, {}, {}};
        for (const auto& part : parts)
            if (!part.in(line)) (part.needed ? here.missing : here.wished).push_back(&part);
        if (rank(here) <= rank(best)) best = std::move(here);
    }
    return best;
}

boost::asio::awaitable<Outcome> no_such_line(Play& play, const Step& step, const NearestLine& nearest, Scope& scope) {
    const auto& first = *nearest.missing.front();
    const auto summary =
        fmt::format("the program printed no line with all that belongs to it ({})", step.plain("called"));
    auto miss = co_await play.missed(FailureType::timeout, summary);
    miss.expected = fmt::format("a line with {}", first.step->plain("called"));
    if (first.expression.size() <= most_shown) miss.expected += fmt::format(" (matching {})", first.expression);
    miss.got = nearest.line.empty() ? "no line" : visible(nearest.line, 1000);
    std::vector<std::string> missing;
    for (const auto* part : nearest.missing)
        if (part->needed) missing.push_back(part->step->plain("called"));
    if (!nearest.line.empty()) miss.add_detail(fmt::format("the nearest line lacks {}", fmt::join(missing, ", and ")));
    miss.parts[""] = nearest.line;
    recognise_slip(miss, *first.step, scope.values);
    if (missing.size() > 1) miss.parts[""].clear(); // for the step's own slips: this is some other line
    co_return Outcome{std::move(miss)};
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_output_line(Scope& scope, const Step& step) {
    auto& play = scope.play;
    const auto stream = step.plain("stream", "any");
    const auto parts = parts_to_hold(step, scope.values);
    const auto deadline = play.deadline(step);
    const std::function<bool()> there = [&] {
        return nearest_line(lines_printed(*play.program, stream), parts).missing.empty();
    };
    const bool seen = co_await play.until(deadline, there);
    if (!seen && play.program->ended()) { // its last output may still be on its way through the terminal
        const auto last = [&] { return there() || (play.program->out().ended() && play.program->err().ended()); };
        while (!last() && !play.over(deadline)) co_await candidate::changed(*play.signal, deadline);
    }
    const auto nearest = nearest_line(lines_printed(*play.program, stream), parts);
    if (!nearest.missing.empty() && step.plain("otherwise") == "remark") {
        play.remark(fmt::format("no line is printed with {} ({})", nearest.missing.front()->step->plain("called"),
                                step.plain("called")));
        co_return Outcome{};
    }
    if (!nearest.missing.empty()) {
        auto outcome = co_await no_such_line(play, step, nearest, scope);
        co_return outcome;
    }
    for (const auto* part : nearest.wished)
        play.remark(fmt::format("{} is missing ({})", part->step->plain("called"), step.plain("called")));
    co_return Outcome{};
}

} // namespace counterpart::engine
