// <wait>: lets time pass, where the protocol itself speaks of time.
#include "harness/engine/play.hpp"
#include "harness/scenario/units.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_wait(Scope& scope, const scenario::Step& step) {
    scope.play.note(Direction::note, "", "waits " + step.plain("for") + ": " + step.plain("because"));
    co_await scope.play.rest(scenario::duration_of(step.plain("for")));
    co_return Outcome{};
}

} // namespace counterpart::engine
