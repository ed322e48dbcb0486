// <absorb>: takes further connections to a listener, so that a program that waits for their end gets it.
#include "harness/engine/play.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace counterpart::engine {
namespace {

boost::asio::awaitable<void> absorb_all(Play& play, std::shared_ptr<Listener> listener) {
    for (;;) {
        auto [error] = co_await listener->acceptor.async_wait(Tcp::acceptor::wait_read,
                                                              boost::asio::as_tuple(boost::asio::use_awaitable));
        if (!listener->acceptor.is_open()) co_return; // the case is over: nothing of it is touched any more
        static_cast<void>(error);                     // another step's wait on this listener was cut short
        auto connection = co_await play.accept(*listener, listener->name + " (further)", Deadline{});
        if (!connection) continue;
        ++listener->absorbed;
        play.session.own(connection);
        play.close(connection);
    }
}

} // namespace

boost::asio::awaitable<Outcome> play_absorb(Scope& scope, const scenario::Step& step) {
    boost::asio::co_spawn(scope.play.executor, absorb_all(scope.play, scope.listener(step)), boost::asio::detached);
    co_return Outcome{};
}

} // namespace counterpart::engine
