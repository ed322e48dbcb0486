// <expect-running>: the program must not have ended.
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_expect_running(Scope& scope, const scenario::Step&) {
    auto& play = scope.play;
    if (!play.program->ended()) co_return Outcome{};
    Miss miss;
    miss.type = FailureType::crash;
    miss.summary = fmt::format("the program {}", candidate::in_words(*play.program->ended()));
    miss.expected = "a program that goes on running";
    miss.got = candidate::in_words(*play.program->ended());
    miss.errors = play.program->last_words();
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
