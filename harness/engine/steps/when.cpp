// <when>: steps for candidates that were started in one way.
#include "harness/engine/play.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_when(Scope& scope, const scenario::Step& step) {
    if (step.plain("launch") != scope.play.side.launch.kind()) co_return Outcome{};
    auto outcome = co_await scope.play.steps(scope, step.children);
    co_return outcome;
}

} // namespace counterpart::engine
