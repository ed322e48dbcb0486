// <repeat>: plays its steps several times, one after the other or side by side.
#include "harness/engine/side_by_side.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

boost::asio::awaitable<Outcome> play_round(Scope& outer, const scenario::Step& step, std::size_t number) {
    Scope scope(outer, fmt::format("{}:{}", step.where.line, number));
    const auto counted = std::to_string(number + 1);
    if (step.has("as")) {
        const auto word = step.has("over") ? outer.values.at(fmt::format("{}.{}", step.plain("over"), counted))
                                           : scenario::Content(counted);
        scope.values.set(step.plain("as"), word);
    }
    auto outcome = co_await outer.play.steps(scope, step.children);
    if (outcome && !outcome->harness) outcome->add_detail("in round " + counted);
    co_return outcome;
}

std::size_t words_in(const std::string& text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) count += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
    return count;
}

} // namespace

boost::asio::awaitable<Outcome> play_repeat(Scope& scope, const scenario::Step& step) {
    const auto count = step.has("over") ? words_in(scope.values.at(step.plain("over")).string())
                                        : std::stoul(step.plain("times", "1"));
    const auto at_once = std::stoul(step.plain("at-once", "1"));
    std::function<boost::asio::awaitable<Outcome>(std::size_t)> round = [&scope, &step](std::size_t number) {
        return play_round(scope, step, number);
    };
    auto outcome = co_await side_by_side(scope.play, count, at_once, std::move(round));
    co_return outcome;
}

} // namespace counterpart::engine
