// <expect-not-listening>: waits until nobody listens on a port any more.
#include "harness/engine/play.hpp"
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_expect_not_listening(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto port = scope.values.port(step, "port");
    const auto deadline = play.deadline(step, std::chrono::seconds(2));
    boost::asio::steady_timer timer(play.executor);
    while (play.watch.listener("127.0.0.1", port)) {
        if (play.over(deadline)) {
            Miss miss;
            miss.type = FailureType::extra;
            miss.summary = fmt::format("port {} still listens", port);
            co_return Outcome{std::move(miss)};
        }
        timer.expires_after(std::chrono::milliseconds(1));
        co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    play.note(Direction::from_candidate, "", fmt::format("does not listen on port {}", port));
    co_return Outcome{};
}

} // namespace counterpart::engine
