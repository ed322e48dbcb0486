// <send>: sends bytes on a connection, whole or in pieces.
#include "harness/engine/send.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_send(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto connection = scope.connection(step);
    const auto content = scope.values.content(step.text);
    const auto pieces = pieces_of(step);
    const auto deadline = play.deadline(step);
    auto outcome = co_await play.deliver(*connection, content, pieces, deadline);
    co_return outcome;
}

} // namespace counterpart::engine
