// <timed>: how long its steps may take, where the protocol itself states a time.
#include "harness/engine/play.hpp"
#include "harness/scenario/units.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

double in_seconds(Clock::duration time) { return std::chrono::duration<double>(time).count(); }

/// What is wrong with the time that the steps took, in words; empty when nothing is.
std::string time_fault(const scenario::Step& step, Clock::duration took) {
    const auto bound = [&step](const char* name) { return scenario::duration_of(step.plain(name)); };
    if (step.has("least") && took < bound("least"))
        return fmt::format("{:.1f} s, and not at least {:.1f} s", in_seconds(took), in_seconds(bound("least")));
    if (step.has("most") && took > bound("most"))
        return fmt::format("{:.1f} s, and not at most {:.1f} s", in_seconds(took), in_seconds(bound("most")));
    return {};
}

} // namespace

boost::asio::awaitable<Outcome> play_timed(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto began = Clock::now();
    auto outcome = co_await play.steps(scope, step.children);
    if (outcome) co_return outcome;
    const auto fault = time_fault(step, Clock::now() - began);
    if (fault.empty()) co_return Outcome{};
    const auto said = fmt::format("{}: it took {}", step.plain("says"), fault);
    const auto otherwise = step.plain("otherwise");
    if (otherwise == "remark") {
        play.remark(said);
        co_return Outcome{};
    }
    if (otherwise == "error") co_return Outcome{Miss::trouble(said)};
    Miss miss;
    miss.type = FailureType::timeout;
    miss.summary = said;
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
