#include "harness/engine/side_by_side.hpp"
#include <boost/asio/co_spawn.hpp>

namespace counterpart::engine {

namespace asio = boost::asio;

namespace {

struct Shared {
    std::function<asio::awaitable<Outcome>(std::size_t)> round;
    std::size_t count = 0, next = 0, working = 0;
    Outcome first;
    std::exception_ptr fault;
    std::shared_ptr<candidate::Signal> changed = std::make_shared<candidate::Signal>();
};

/// Plays rounds one after the other until there is none left or one has missed.
asio::awaitable<void> work(std::shared_ptr<Shared> shared) {
    while (shared->next < shared->count && !shared->first && !shared->fault) {
        auto outcome = co_await shared->round(shared->next++);
        if (outcome && !shared->first) shared->first = std::move(outcome);
    }
}

} // namespace

asio::awaitable<Outcome> side_by_side(Play& play, std::size_t count, std::size_t at_once,
                                      std::function<asio::awaitable<Outcome>(std::size_t)> round) {
    auto shared = std::make_shared<Shared>();
    shared->round = std::move(round);
    shared->count = count;
    for (std::size_t i = 0; i < std::min(count, at_once); ++i) {
        ++shared->working;
        asio::co_spawn(play.executor, work(shared), [shared](std::exception_ptr fault) {
            if (fault && !shared->fault) shared->fault = fault;
            --shared->working;
            shared->changed->notify();
        });
    }
    // Every round has deadlines of its own, so this ends.
    while (shared->working > 0) co_await candidate::changed(*shared->changed, Deadline::max());
    if (shared->fault) std::rethrow_exception(shared->fault);
    co_return std::move(shared->first);
}

} // namespace counterpart::engine
