// <let>: names a value.
#include "harness/engine/play.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_let(Scope& scope, const scenario::Step& step) {
    scope.values.define(step);
    co_return Outcome{};
}

} // namespace counterpart::engine
