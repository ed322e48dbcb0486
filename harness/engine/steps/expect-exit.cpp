// <expect-exit>: waits until the program exits, and judges its status.
#include "harness/engine/play.hpp"
#include <fmt/format.h>
#include <sys/wait.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_expect_exit(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto wanted = step.plain("status", "0");
    const auto deadline = play.deadline(step);
    std::function<bool()> ended = [&play] { return play.program->ended().has_value(); };
    const bool over = co_await play.until(deadline, std::move(ended));
    if (!over) {
        auto miss = co_await play.missed(FailureType::timeout, "the program did not exit");
        co_return Outcome{std::move(miss)};
    }
    const int status = play.program->ended()->status;
    const auto in_words = candidate::in_words(*play.program->ended());
    play.note(Direction::from_candidate, "", in_words);
    const bool exited = WIFEXITED(status);
    const bool right = wanted == "any"     ? true
                       : wanted == "not 0" ? exited && WEXITSTATUS(status) != 0
                                           : exited && std::to_string(WEXITSTATUS(status)) == wanted;
    if (right) co_return Outcome{};
    if (exited && step.plain("otherwise") == "remark") {
        play.remark(fmt::format("the program {}; expected was status {}", in_words, wanted));
        co_return Outcome{};
    }
    Miss miss;
    miss.type = exited && wanted != "0" ? FailureType::mismatch : FailureType::crash;
    miss.summary = fmt::format("the program {}", in_words);
    miss.expected = fmt::format("exit status {}", wanted);
    miss.got = in_words;
    miss.parts["status"] = miss.parts[""] = exited ? std::to_string(WEXITSTATUS(status)) : "signal";
    miss.errors = play.program->last_words();
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
