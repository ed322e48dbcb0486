// <expect-close>: waits for the candidate to close a connection.
#include "harness/engine/compare.hpp"
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_expect_close(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto connection = scope.connection(step);
    const auto how = step.plain("how", "any");
    const auto deadline = play.deadline(step);
    std::vector<char> buffer(65536);
    const auto arrival = co_await play.arrive(*connection, buffer, deadline);
    Miss miss;
    switch (arrival.kind) {
    case Arrival::Kind::nothing: {
        auto late = co_await play.missed(FailureType::timeout,
                                         fmt::format("the program keeps connection '{}' open", connection->name));
        co_return Outcome{std::move(late)};
    }
    case Arrival::Kind::bytes: {
        const std::string_view extra(buffer.data(), arrival.count);
        miss.type = FailureType::extra;
        miss.summary = fmt::format("the program sent {} more bytes on connection '{}' where it should have closed",
                                   extra.size(), connection->name);
        miss.got = visible(extra);
        miss.parts[""] = std::string(extra);
        co_return Outcome{std::move(miss)};
    }
    case Arrival::Kind::reset:
        if (how != "fin") co_return Outcome{};
        miss.type = FailureType::reset;
        miss.summary =
            fmt::format("connection '{}' was cut off with a reset instead of an orderly close", connection->name);
        co_await play.add_end(miss);
        co_return Outcome{std::move(miss)};
    case Arrival::Kind::end: break;
    }
    if (how != "reset") co_return Outcome{};
    miss.summary = fmt::format("connection '{}' was closed in an orderly way; a reset was expected", connection->name);
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
