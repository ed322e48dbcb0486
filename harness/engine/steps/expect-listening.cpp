// <expect-listening>: waits until the candidate listens, as the kernel sees it; a probing connection would use up an
// accept.
#include "harness/engine/addresses.hpp"
#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <netinet/tcp.h>

namespace counterpart::engine {
namespace {

/// Between two looks; a look costs a few microseconds, waking up for it some more.
constexpr std::chrono::microseconds look_every{500};
/// Between two looks at a program that has never listened so early.
constexpr std::chrono::milliseconds early_look_every{4};
/// The same where the kernel goes through all sockets besides, which costs a millisecond and more.
constexpr std::chrono::milliseconds dearer_look_every{128};
/// How long a program that is already waiting for its peer may go on without listening before that is its mistake.
constexpr std::chrono::milliseconds connects_first{1500};

/// The port that the candidate is trying in vain to connect to, when it is.
std::optional<std::uint16_t> connecting_to(Play& play) {
    for (const auto& socket : play.watch.all(1u << TCP_SYN_SENT)) return socket.remote_port;
    return {};
}

/// When to look again. A Python program takes forty looks to start, and about as long in every case.
Clock::time_point next_look(const Play& play) {
    const auto now = Clock::now();
    const auto soonest = play.side.launch.pace->listens_after;
    const auto early = soonest ? play.begun + *soonest * 7 / 8 : now;
    return std::max<Clock::time_point>(now + look_every, std::min<Clock::time_point>(early, now + early_look_every));
}

/// Keeps in mind how long the program took, which was not listening at the first look.
void note_pace(const Play& play) {
    auto& soonest = play.side.launch.pace->listens_after;
    const auto took = Clock::now() - play.begun;
    soonest = std::min(took, soonest.value_or(took));
}

std::string listening_elsewhere(Play& play, std::uint16_t port) {
    std::string others;
    if (play.cage.on_host()) return others; // the host's own loopback has many listeners
    const auto own = play.session.own_ports();
    for (const auto& socket : play.watch.all(1u << TCP_LISTEN))
        if (socket.local_port != port && !own.contains(socket.local_port))
            others += (others.empty() ? "" : ", ") + std::to_string(socket.local_port);
    return others;
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_listening(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto port = scope.values.port(step, "port");
    const auto address = scope.values.text(step, "address", "127.0.0.1");
    const auto deadline = play.deadline(step);
    std::optional<Deadline> tolerated_until;
    auto dearer_look = Clock::now() + dearer_look_every;
    boost::asio::steady_timer timer(play.executor);
    for (unsigned look = 0;; ++look) {
        const bool gone = look % 16 == 0 && play.candidate_gone();
        if (listened_address(play, address, port)) {
            play.note(Direction::from_candidate, "", fmt::format("listens on port {}", port));
            if (look > 0) note_pace(play);
            co_return Outcome{};
        }
        const bool due = Clock::now() >= dearer_look;
        if (due) dearer_look = Clock::now() + dearer_look_every;
        const auto connecting = due ? connecting_to(play) : std::nullopt;
        if (connecting && !tolerated_until) tolerated_until = Clock::now() + connects_first;
        if (connecting && Clock::now() > *tolerated_until) {
            Miss miss;
            miss.type = FailureType::order;
            miss.summary = fmt::format(
                "the program is already connecting to port {} but does not listen on port {} yet", *connecting, port);
            co_return Outcome{std::move(miss)};
        }
        if (gone || play.over(deadline)) break;
        timer.expires_at(next_look(play));
        co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    const auto others = listening_elsewhere(play, port);
    auto miss = co_await play.missed(FailureType::timeout, fmt::format("nobody listens on port {}", port));
    miss.expected = fmt::format("a listening socket on port {}", port);
    miss.got = others.empty() ? "none" : fmt::format("listening sockets on port {}", others);
    miss.parts[""] = others;
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
