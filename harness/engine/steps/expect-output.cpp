// <expect-output>: waits for the program to print something.
#include "harness/engine/compare.hpp"
#include "harness/engine/explain.hpp"
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

std::string printed(const candidate::Candidate& program, const std::string& stream) {
    std::string text;
    if (stream != "err") text += program.out().kept();
    if (stream != "out") text += program.err().kept();
    return without_colours(std::move(text));
}

/// Line `number` (from 1) without its end; nothing while it is not complete, unless the stream has ended.
std::optional<std::string> line_of(const std::string& text, unsigned number, bool ended) {
    std::size_t begin = 0;
    for (unsigned i = 1; i < number; ++i) {
        const auto end = text.find('\n', begin);
        if (end == std::string::npos) return {};
        begin = end + 1;
    }
    const auto end = text.find('\n', begin);
    if (end == std::string::npos && (!ended || begin == text.size())) return {};
    auto line = text.substr(begin, end == std::string::npos ? end : end - begin);
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_output(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const bool by_line = step.has("line");
    const auto stream = step.plain("stream", by_line ? "out" : "any");
    const auto number = by_line ? static_cast<unsigned>(std::stoul(step.plain("line"))) : 0;
    const auto wanted = scope.values.text(step, "equals");
    const auto expression = scope.values.text(step, "matches");
    const auto subject = [&]() -> std::optional<std::string> {
        const auto text = printed(*play.program, stream);
        return by_line ? line_of(text, number, play.program->out().ended()) : std::optional(text);
    };
    const auto right = [&](const std::string& text) {
        return step.has("equals") ? text == wanted : found_in(expression, text);
    };
    const auto deadline = play.deadline(step);
    // A line that is complete is judged at once; other output may still grow into what is wanted.
    const std::function<bool()> decided = [&] {
        const auto text = subject();
        return text && (by_line || right(*text));
    };
    bool over = co_await play.until(deadline, decided);
    if (!over && play.program->ended()) { // its last output may still be on its way through the terminal
        const auto last = [&play, &decided] {
            return decided() || (play.program->out().ended() && play.program->err().ended());
        };
        while (!last() && !play.over(deadline)) co_await candidate::changed(*play.signal, deadline);
    }
    const auto text = subject();
    if (text && right(*text)) co_return Outcome{};
    const auto what = by_line ? fmt::format("line {} of its standard output", number) : std::string("its output");
    const bool wrong_line = text && by_line;
    auto summary =
        wrong_line ? what + " is not as expected" : std::string("the program did not print what was expected");
    const auto type = wrong_line ? FailureType::mismatch : FailureType::timeout;
    auto miss = co_await play.missed(type, std::move(summary));
    const auto called = scope.values.text(step, "called");
    miss.expected = step.has("equals") ? visible(wanted)
                    : called.empty()   ? fmt::format("something in {} that matches {}", what, expression)
                                       : fmt::format("{} in {}", called, what);
    miss.got = text ? visible(*text, 1000) : "no such line";
    miss.parts[""] = text.value_or("");
    miss.wanted = wanted;
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
