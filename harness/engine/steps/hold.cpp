// <hold>: from now on a connection is kept open, and alive, beside the case's other steps.
#include "harness/engine/play.hpp"
#include "harness/scenario/units.hpp"
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <sys/socket.h>

namespace counterpart::engine {
namespace {

/// Sends `word` every so often and drops what comes, until the connection or the case ends. It lives beside the case
/// and may outlive it: once the case has closed the socket, nothing of the case is touched any more.
boost::asio::awaitable<void> keep_alive(std::shared_ptr<Connection> connection, std::string word,
                                        std::chrono::milliseconds every) {
    candidate::Signal nobody; // only the time and the connection wake it
    std::array<char, 4096> unwanted;
    auto next = Clock::now();
    while (connection->socket.is_open()) {
        if (Clock::now() >= next) {
            const auto sent =
                ::send(connection->socket.native_handle(), word.data(), word.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent < 0 && errno != EAGAIN) co_return;
            next = Clock::now() + every;
        }
        const auto woken = co_await candidate::ready(connection->socket, Tcp::socket::wait_read, next, nobody);
        if (woken != candidate::Woken::ready || !connection->socket.is_open()) continue;
        const auto count = ::recv(connection->socket.native_handle(), unwanted.data(), unwanted.size(), MSG_DONTWAIT);
        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) co_return;
    }
}

} // namespace

boost::asio::awaitable<Outcome> play_hold(Scope& scope, const scenario::Step& step) {
    const auto connection = scope.connection(step);
    auto word = scope.values.content(step.text).string();
    const auto every = scenario::duration_of(step.plain("every"));
    scope.play.note(Direction::to_candidate, connection->name, "from now on kept alive, every " + step.plain("every"),
                    word.size(), word);
    boost::asio::co_spawn(scope.play.executor, keep_alive(connection, std::move(word), every), boost::asio::detached);
    co_return Outcome{};
}

} // namespace counterpart::engine
