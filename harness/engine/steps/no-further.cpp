// <no-further>: looks whether more connections came than were accepted.
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_no_further(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto listener = scope.listener(step);
    auto extra = co_await play.accept(*listener, listener->name + " (further)", Deadline{});
    if (extra) play.session.own(extra);
    if (!extra && listener->absorbed == 0) co_return Outcome{};
    if (step.plain("otherwise") == "remark") {
        play.remark(step.plain("says"));
        co_return Outcome{};
    }
    Miss miss;
    miss.type = FailureType::extra;
    miss.summary = fmt::format("the program connected to port {} once more: {}", listener->port, step.plain("says"));
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
