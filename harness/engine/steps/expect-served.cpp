// <expect-served>: judges what came to a <serve> step: every request right, and so many of them.
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_expect_served(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto& service = play.session.services[step.plain("by")];
    const bool by_number = step.has("at-least");
    if (!by_number && service.first) co_return service.first;
    const auto count = std::to_string(service.requests);
    const auto wanted = step.plain("at-least", step.plain("times", count));
    const bool too_few = service.requests < std::stoul(wanted);
    if (count == wanted || (by_number && !too_few)) co_return Outcome{};
    const auto summary = fmt::format("{} requests came ({}) instead of {}{}", count, step.plain("by"),
                                     by_number ? "at least " : "", wanted);
    Miss miss;
    miss.type = FailureType::extra;
    miss.summary = summary;
    if (too_few) {
        auto fewer = co_await play.missed(FailureType::timeout, summary);
        miss = std::move(fewer);
    }
    miss.expected = fmt::format("{}{} requests", by_number ? "at least " : "", wanted);
    miss.got = count;
    miss.parts[""] = count;
    miss.wanted = wanted;
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
