// <expect-relayed>: judges what has gone through a relay.
#include "harness/engine/relay.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

Miss too_little(const char* way, std::uint64_t bytes, std::uint64_t needed) {
    Miss miss;
    miss.summary = fmt::format("too little went {} through the connection: {} bytes", way, bytes);
    miss.expected = fmt::format("at least {} bytes: the contents are random, no format makes them shorter", needed);
    miss.got = fmt::format("{} bytes", bytes);
    miss.part = "bytes";
    miss.parts[""] = miss.parts["bytes"] = std::to_string(bytes);
    return miss;
}

Outcome judged_totals(const Relay& relay, const scenario::Step& step, const scenario::Values& values) {
    if (step.has("connections") && relay.connections() != std::stoul(step.plain("connections"))) {
        Miss miss;
        miss.summary = fmt::format("{} connections were made", relay.connections());
        miss.expected = fmt::format("{} connections", step.plain("connections"));
        miss.got = fmt::format("{} connections", relay.connections());
        miss.part = "connections";
        miss.parts[""] = miss.parts["connections"] = std::to_string(relay.connections());
        return miss;
    }
    if (step.has("up")) {
        const auto needed = std::stoull(values.text(step, "up"));
        if (relay.up().bytes < needed) return too_little("to the one that listens", relay.up().bytes, needed);
    }
    if (step.has("down")) {
        const auto needed = std::stoull(values.text(step, "down"));
        if (relay.down().bytes < needed) return too_little("from the one that listens", relay.down().bytes, needed);
    }
    if (step.plain("fault") == "yes" && !relay.fault_came()) {
        const auto& fault = relay.fault();
        const auto bytes = fault.up ? relay.up().bytes : relay.down().bytes;
        return too_little(fault.up ? "to the one that listens" : "from the one that listens", bytes,
                          fault.cut.value_or(fault.silent.value_or(0)));
    }
    return {};
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_relayed(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto relay = play.session.relays.at(step.plain("on"));
    const auto deadline = play.deadline(step);
    const bool closed = step.plain("closed") == "yes";
    const auto wanted = step.has("connections") ? std::stoul(step.plain("connections")) : 0;
    while (closed && (relay->open() > 0 || relay->connections() < wanted || relay->anybody_waits()) &&
           !play.over(deadline))
        co_await candidate::changed(*play.signal, deadline);
    if (closed && relay->open() > 0) {
        auto miss =
            co_await play.missed(FailureType::timeout, fmt::format("{} of {} connections are not closed by both sides",
                                                                   relay->open(), relay->connections()));
        // Which of the two holds on: whoever waits for the other to close first is not at fault.
        const auto& holder = relay->open_far() > 0 ? relay->to() : relay->from();
        miss.part = holder.side.launch.program;
        miss.parts[""] = miss.parts[miss.part] = std::to_string(relay->open());
        co_return Outcome{std::move(miss)};
    }
    auto outcome = judged_totals(*relay, step, scope.values);
    if (outcome) co_return outcome;
    if (step.has("capture-port"))
        scope.values.set(step.plain("capture-port"), scenario::Content(std::to_string(relay->last_port())));
    if (step.has("capture-up")) scope.values.set(step.plain("capture-up"), scenario::Content(relay->up().recorded));
    if (step.has("capture-down"))
        scope.values.set(step.plain("capture-down"), scenario::Content(relay->down().recorded));
    co_return Outcome{};
}

} // namespace counterpart::engine
