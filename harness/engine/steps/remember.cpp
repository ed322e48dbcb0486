// <remember>: keeps a value under a key, in a table of this case that its side-by-side parts share.
#include "harness/engine/play.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_remember(Scope& scope, const scenario::Step& step) {
    auto& table = scope.play.session.tables[step.plain("in")];
    table[scope.values.text(step, "key")] = scope.values.text(step, "value");
    co_return Outcome{};
}

} // namespace counterpart::engine
