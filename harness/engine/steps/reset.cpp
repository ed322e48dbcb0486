// <reset>: cuts a connection off.
#include "harness/engine/play.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_reset(Scope& scope, const scenario::Step& step) {
    const auto connection = scope.connection(step);
    cut_off(*connection);
    scope.play.note(Direction::to_candidate, connection->name, "reset");
    co_return Outcome{};
}

} // namespace counterpart::engine
