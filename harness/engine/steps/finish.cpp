// <finish>: ends the harness's direction of a connection.
#include "harness/engine/play.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_finish(Scope& scope, const scenario::Step& step) {
    const auto connection = scope.connection(step);
    boost::system::error_code ignored; // the candidate may be gone already; that shows in what it did
    connection->socket.shutdown(Tcp::socket::shutdown_send, ignored);
    scope.play.note(Direction::to_candidate, connection->name, "ended its direction");
    co_return Outcome{};
}

} // namespace counterpart::engine
