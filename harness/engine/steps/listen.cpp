// <listen>: opens a listening socket of the harness where the candidate will look for it.
#include "harness/engine/play.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_listen(Scope& scope, const scenario::Step& step) {
    const auto name = step.plain("as");
    const auto address = scope.values.text(step, "address", "0.0.0.0");
    const auto port = scope.values.port(step, "port");
    scope.add(name, scope.play.listen(name, address, port, step.plain("answer") != "no"));
    co_return Outcome{};
}

} // namespace counterpart::engine
