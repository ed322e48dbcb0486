// <signal>: sends a signal to the program.
#include "harness/candidate/stuck.hpp"
#include "harness/engine/play.hpp"
#include <algorithm>
#include <array>
#include <csignal>

namespace counterpart::engine {
namespace {

constexpr std::chrono::milliseconds look_every{5};
constexpr std::chrono::milliseconds look_for_end_every{1};
constexpr int looks_at_most = 200; ///< a program that never rests gets its signal all the same

/// Of a busy machine it may have had none between two looks.
bool wants_processor(const candidate::ThreadState& thread) { return thread.state == 'R' || thread.state == 'D'; }

/// Waits until the program has done with what it was sent. A signal in the middle of that would try a race that the
/// task says nothing of, and libraries lose: Python's asyncio.wait_for() may miss being cancelled just then.
boost::asio::awaitable<void> come_to_rest(Play& play) {
    auto before = candidate::threads_below(play.cage.root_pid());
    for (int look = 0, still = 0; look < looks_at_most && still < 2; ++look) {
        co_await play.rest(look_every);
        auto now = candidate::threads_below(play.cage.root_pid());
        const bool busy = std::any_of(now.begin(), now.end(), wants_processor);
        const bool told = candidate::asleep(play.cage.root_pid()); // no earlier signal waits to be passed on
        still = told && !busy && candidate::unmoved(before, now) ? still + 1 : 0;
        before = std::move(now);
    }
}

/// A process that is killed takes its time to end, and keeps its ports till then.
boost::asio::awaitable<void> until_none_is_left(Play& play) {
    while (!candidate::threads_below(play.cage.root_pid()).empty() && Clock::now() < play.session.limit())
        co_await play.rest(look_for_end_every);
}

} // namespace

boost::asio::awaitable<Outcome> play_signal(Scope& scope, const scenario::Step& step) {
    struct Named {
        std::string_view name;
        int number;
    };
    static constexpr std::array<Named, 7> signals{{{"INT", SIGINT},
                                                   {"TERM", SIGTERM},
                                                   {"QUIT", SIGQUIT},
                                                   {"HUP", SIGHUP},
                                                   {"KILL", SIGKILL},
                                                   {"STOP", SIGSTOP},
                                                   {"CONT", SIGCONT}}};
    const auto name = step.plain("name");
    for (const auto& one : signals) {
        if (one.name != name) continue;
        co_await come_to_rest(scope.play);
        scope.play.note(Direction::to_candidate, "", "sent signal " + name);
        scope.play.program->signal(one.number);
        if (one.number == SIGKILL) co_await until_none_is_left(scope.play);
        co_return Outcome{};
    }
    throw std::runtime_error("there is no signal " + name);
}

} // namespace counterpart::engine
