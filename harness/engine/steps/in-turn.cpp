// <in-turn>: rounds that run side by side play its steps one after the other, and go on together when all have.
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

/// The queue of one <in-turn> of a case: who has had his turn, and whether anybody failed in his.
class Queue {
public:
    Queue(Play& play, const scenario::Step& step)
        : play_(play), past_(play.session.distinct[fmt::format("had their turn at line {}", step.where.line)]),
          failed_(play.session.distinct[fmt::format("failed in their turn at line {}", step.where.line)]) {}

    /// Waits until `count` rounds have had their turn; false when that will not happen any more.
    boost::asio::awaitable<bool> past(std::size_t count) {
        const auto deadline = play_.in(std::chrono::hours(1));
        while (past_.size() < count && failed_.empty() && Clock::now() < deadline)
            co_await candidate::changed(*play_.signal, deadline);
        co_return past_.size() >= count;
    }
    void had(const std::string& number) {
        past_.insert(number);
        play_.signal->notify();
    }
    void failed(const std::string& number) {
        failed_.insert(number);
        play_.signal->notify();
    }

private:
    Play& play_;
    std::set<std::string>& past_;
    std::set<std::string>& failed_;
};

} // namespace

boost::asio::awaitable<Outcome> play_in_turn(Scope& scope, const scenario::Step& step) {
    const auto number = scope.values.text(step, "number");
    const auto all = std::stoul(step.plain("of"));
    Queue queue(scope.play, step);
    const bool mine = co_await queue.past(std::stoul(number) - 1);
    // The round that failed says why; or the case's time is over.
    if (!mine) co_return Outcome{Miss::trouble("the rounds before this one did not come to an end")};
    auto outcome = co_await scope.play.steps(scope, step.children);
    if (outcome) {
        queue.failed(number);
        co_return outcome;
    }
    queue.had(number);
    const bool together = co_await queue.past(all);
    if (!together) co_return Outcome{Miss::trouble("the rounds after this one did not come to an end")};
    co_return Outcome{};
}

} // namespace counterpart::engine
