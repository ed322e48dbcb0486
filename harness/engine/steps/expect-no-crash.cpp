// <expect-no-crash>: the program must not crash within a time.
#include "harness/engine/play.hpp"
#include "harness/scenario/units.hpp"
#include <fmt/format.h>
#include <sys/wait.h>

namespace counterpart::engine {
namespace {

/// How it crashed, in words; empty when it did not. Ending in a status of its own choice, with a message, is no crash.
std::string crash_of(const candidate::Candidate& program) {
    if (program.functions() && !program.crash().empty()) return program.crash();
    if (program.ended() && WIFSIGNALED(program.ended()->status)) return "it " + candidate::in_words(*program.ended());
    const bool traceback = program.err().kept().find("Traceback (most recent call last)") != std::string::npos;
    return traceback && program.ended() ? "it ended with a traceback" : std::string{};
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_no_crash(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const Play::Busy busy(play);
    const auto deadline =
        std::min(play.in(std::chrono::hours(1)), Clock::now() + scenario::duration_of(step.plain("for")));
    std::function<bool()> crashed = [&play] { return !crash_of(*play.program).empty(); };
    co_await play.until(deadline, std::move(crashed));
    const auto crash = crash_of(*play.program);
    if (crash.empty()) co_return Outcome{};
    Miss miss;
    miss.type = FailureType::crash;
    miss.summary = fmt::format("the program crashed: {}", crash);
    miss.expected = "a program that goes on, or ends with a message";
    miss.got = crash;
    miss.errors = play.program->last_words();
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
