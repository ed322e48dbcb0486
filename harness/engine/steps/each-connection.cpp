// <each-connection>: plays its steps for every connection that comes to a listener, until the candidate has ended or
// can go on no more. That none comes is right.
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_each_connection(Scope& outer, const scenario::Step& step) {
    auto& play = outer.play;
    const auto listener = outer.listener(step);
    const auto most = std::stoul(step.plain("times", "100"));
    for (std::size_t number = 1; number <= most; ++number) {
        const auto deadline = play.deadline(step);
        auto connection = co_await play.accept(*listener, fmt::format("{}.{}", step.plain("as"), number), deadline);
        if (!connection) co_return Outcome{};
        Scope scope(outer, fmt::format("{}:{}", step.where.line, number));
        scope.add(step.plain("as"), play.session.own(std::move(connection)));
        auto outcome = co_await play.steps(scope, step.children);
        if (outcome) co_return outcome;
    }
    co_return Outcome{};
}

} // namespace counterpart::engine
