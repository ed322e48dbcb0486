// <close>: closes a connection in an orderly way.
#include "harness/engine/play.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_close(Scope& scope, const scenario::Step& step) {
    const auto connection = scope.connection(step);
    if (step.plain("when-asked") == "yes" && !connection->last_request) co_return Outcome{};
    scope.play.close(connection);
    co_return Outcome{};
}

} // namespace counterpart::engine
