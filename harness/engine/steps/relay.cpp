// <relay>: from now on passes everything on between two programs of the candidate.
#include "harness/engine/relay.hpp"
#include "harness/engine/send.hpp"

namespace counterpart::engine {
namespace {

std::optional<std::uint64_t> bytes_said(const Scope& scope, const scenario::Step& step, const char* attribute) {
    if (!step.has(attribute)) return std::nullopt;
    return scenario::size_of(scope.values.text(step, attribute));
}

} // namespace

boost::asio::awaitable<Outcome> play_relay(Scope& scope, const scenario::Step& step) {
    RelayFault fault;
    const auto way = step.plain("way", "both");
    fault.up = way != "down";
    fault.down = way != "up";
    fault.pieces = pieces_of(step);
    if (step.has("join")) fault.join = scenario::duration_of(step.plain("join"));
    fault.cut = bytes_said(scope, step, "cut");
    fault.silent = bytes_said(scope, step, "silent");
    auto& from = scope.program(step.plain("from"));
    auto& to = scope.program(step.plain("to"));
    const auto port = scope.values.port(step, "port");
    auto name = step.plain("as");
    auto listener = from.listen(name, "0.0.0.0", port, true);
    const auto relay = std::make_shared<Relay>(name, from, to, scope.values.port(step, "target"), std::move(fault));
    scope.play.session.relays[name] = relay;
    relay->begin(std::move(listener));
    co_return Outcome{};
}

} // namespace counterpart::engine
