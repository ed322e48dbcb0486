// <reset>: cuts a connection off.
#include "harness/engine/play.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_reset(Scope& scope, const scenario::Step& step) {
    const auto connection = scope.connection(step);
    // Closing with a linger time of zero sends RST instead of FIN (socket(7)).
    connection->socket.set_option(boost::asio::socket_base::linger(true, 0));
    connection->socket.close();
    scope.play.note(Direction::to_candidate, connection->name, "reset");
    co_return Outcome{};
}

} // namespace counterpart::engine
