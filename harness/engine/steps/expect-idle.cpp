// <expect-idle>: the program must sleep while there is nothing to do.
#include "harness/candidate/watch.hpp"
#include "harness/engine/play.hpp"
#include "harness/scenario/units.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

/// The part of the time for which all threads together may be running or ready to run. A program that polls without
/// waiting comes to 1, also where it gets little of a busy processor, since it queues the rest of the time; one that
/// looks around every 10 ms stays below a tenth.
constexpr double idle_share = 0.5;

/// So often it is looked at before it counts as busy: what came before may still be at work, for long on a machine that
/// seldom lets it run. One that polls without waiting is as busy at each look.
constexpr int looks = 4;

/// How long threads ran, or queued to run, between two looks.
Clock::duration worked(const std::vector<candidate::ThreadState>& before,
                       const std::vector<candidate::ThreadState>& after) {
    Clock::duration sum{};
    for (const auto& thread : after) {
        sum += thread.run + thread.queued;
        const auto same = std::find_if(before.begin(), before.end(), [&](const auto& other) {
            return other.pid == thread.pid && other.tid == thread.tid;
        });
        if (same != before.end()) sum -= same->run + same->queued;
    }
    return sum;
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_idle(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    std::vector<candidate::ThreadState> before, after;
    std::chrono::duration<double> lasted{}, busy{};
    for (int look = 0; look < looks; ++look) {
        before = candidate::threads_below(play.cage.root_pid());
        const auto began = Clock::now();
        co_await play.rest(scenario::duration_of(step.plain("for")));
        after = candidate::threads_below(play.cage.root_pid());
        lasted = Clock::now() - began;
        busy = worked(before, after);
        if (play.program->ended()) {
            auto miss = co_await play.missed(FailureType::closed, "the program did not stay");
            co_return Outcome{std::move(miss)};
        }
        play.note(Direction::from_candidate, "",
                  fmt::format("was at work for {:.1f} % of the time", 100 * (busy / lasted)));
        if (busy < idle_share * lasted) co_return Outcome{};
    }
    Miss miss;
    miss.summary = fmt::format("the program is busy while there is nothing to do: for {:.0f} % of {:.1f} s its threads "
                               "were running or ready to run, and no less in the {:.0f} s before",
                               100 * (busy / lasted), lasted.count(), (looks - 1) * lasted.count());
    miss.expected = "threads that sleep until something comes";
    miss.got = candidate::describe(before, after);
    miss.state = miss.got;
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
