// <expect-listening>: waits until the candidate listens, as the kernel sees it; a probing connection would use up an
// accept.
#include "harness/engine/addresses.hpp"
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <netinet/tcp.h>

namespace counterpart::engine {
namespace {

/// Between two looks; a look costs a few microseconds.
constexpr std::chrono::microseconds look_every{500};
/// For which of them the kernel goes through all sockets besides, which costs a millisecond and more.
constexpr unsigned dearer_look = 256;
/// How long a program that is already waiting for its peer may go on without listening before that is its mistake.
constexpr std::chrono::milliseconds connects_first{1500};

/// The port that the candidate is trying in vain to connect to, when it is.
std::optional<std::uint16_t> connecting_to(Play& play) {
    for (const auto& socket : play.watch.all(1u << TCP_SYN_SENT)) return socket.remote_port;
    return {};
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
    boost::asio::steady_timer timer(play.executor);
    for (unsigned look = 0;; ++look) {
        const bool gone = look % 16 == 0 && play.candidate_gone();
        if (listened_address(play, address, port)) {
            play.note(Direction::from_candidate, "", fmt::format("listens on port {}", port));
            co_return Outcome{};
        }
        const auto connecting = look % dearer_look == dearer_look - 1 ? connecting_to(play) : std::nullopt;
        if (connecting && !tolerated_until) tolerated_until = Clock::now() + connects_first;
        if (connecting && Clock::now() > *tolerated_until) {
            Miss miss;
            miss.type = FailureType::order;
            miss.summary = fmt::format(
                "the program is already connecting to port {} but does not listen on port {} yet", *connecting, port);
            co_return Outcome{std::move(miss)};
        }
        if (gone || play.over(deadline)) break;
        timer.expires_after(look_every);
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
