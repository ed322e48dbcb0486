// <accept>: waits for the candidate to connect.
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_accept(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto listener = scope.listener(step);
    const auto deadline = play.deadline(step);
    auto connection = co_await play.accept(*listener, step.plain("as"), deadline);
    if (!connection) {
        auto miss = co_await play.missed(FailureType::timeout,
                                         fmt::format("the program did not connect to port {}", listener->port));
        co_return Outcome{std::move(miss)};
    }
    if (step.has("peer-port"))
        scope.values.set(step.plain("peer-port"), scenario::Content(std::to_string(connection->peer_port)));
    scope.add(step.plain("as"), play.session.own(connection));
    co_return Outcome{};
}

} // namespace counterpart::engine
