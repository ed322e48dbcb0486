// <answer>: connection attempts that hung get through.
#include "harness/engine/play.hpp"
#include "harness/engine/silence.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_answer(Scope& scope, const scenario::Step& step) {
    const auto listener = scope.listener(step);
    if (listener->filler) {
        listener->acceptor.listen(1024);
        listener->acceptor.accept(); // the filler itself, which came first
        listener->filler.reset();
    } else {
        speak_again(listener->acceptor.native_handle());
    }
    scope.play.note(Direction::note, listener->name, "connection attempts are answered from now on");
    co_return Outcome{};
}

} // namespace counterpart::engine
