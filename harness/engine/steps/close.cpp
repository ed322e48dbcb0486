// <close>: closes a connection in an orderly way.
#include "harness/engine/play.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_close(Scope& scope, const scenario::Step& step) {
    scope.play.close(scope.connection(step));
    co_return Outcome{};
}

} // namespace counterpart::engine
