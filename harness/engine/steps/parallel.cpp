// <parallel>: plays its sequences side by side.
#include "harness/engine/side_by_side.hpp"

namespace counterpart::engine {
namespace {

boost::asio::awaitable<Outcome> play_sequence(Scope& outer, const scenario::Step& sequence, std::size_t number) {
    Scope scope(outer, std::to_string(sequence.where.line) + ":" + std::to_string(number));
    auto outcome = co_await outer.play.steps(scope, sequence.children);
    co_return outcome;
}

} // namespace

boost::asio::awaitable<Outcome> play_parallel(Scope& scope, const scenario::Step& step) {
    std::function<boost::asio::awaitable<Outcome>(std::size_t)> round = [&scope, &step](std::size_t number) {
        return play_sequence(scope, step.children[number], number);
    };
    auto outcome = co_await side_by_side(scope.play, step.children.size(), step.children.size(), std::move(round));
    co_return outcome;
}

} // namespace counterpart::engine
