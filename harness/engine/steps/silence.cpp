// <silence>: nothing may come for a time.
#include "harness/engine/compare.hpp"
#include "harness/engine/play.hpp"
#include "harness/scenario/units.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_silence(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const Play::Busy busy(play);
    // Not scaled: a longer wait would only make a wrong program's chance larger, a right one is not touched by it.
    const auto deadline =
        std::min(play.in(std::chrono::hours(1)), Clock::now() + scenario::duration_of(step.plain("for")));
    Miss miss;
    miss.type = FailureType::extra;
    if (scope.is_listener(step.plain("on"))) {
        const auto listener = scope.listener(step);
        auto connection = co_await play.accept(*listener, listener->name + " (unexpected)", deadline);
        if (!connection) co_return Outcome{};
        play.session.own(connection);
        miss.summary = fmt::format("the program connected to port {} although nothing had asked it to", listener->port);
        co_return Outcome{std::move(miss)};
    }
    const auto connection = scope.connection(step);
    std::vector<char> buffer(65536);
    const auto arrival = co_await play.arrive(*connection, buffer, deadline);
    if (arrival.kind == Arrival::Kind::nothing) co_return Outcome{};
    if (arrival.kind == Arrival::Kind::bytes) {
        miss.summary = fmt::format("the program sent {} bytes on connection '{}' when it should have been silent",
                                   arrival.count, connection->name);
        miss.parts[""] = std::string(buffer.data(), arrival.count);
        miss.got = visible(miss.parts[""]);
        co_return Outcome{std::move(miss)};
    }
    const auto type = arrival.kind == Arrival::Kind::reset ? FailureType::reset : FailureType::closed;
    auto early =
        co_await play.missed(type, fmt::format("the program ended connection '{}' too early", connection->name));
    co_return Outcome{std::move(early)};
}

} // namespace counterpart::engine
