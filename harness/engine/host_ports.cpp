#include "harness/engine/host_ports.hpp"
#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <fmt/format.h>
#include <netinet/tcp.h>

namespace counterpart::engine {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds lingering_at_most{65}; ///< TCP_TIMEWAIT_LEN of Linux and some
constexpr std::chrono::milliseconds look_every{50};

/// The numbers among the words that can be ports.
std::set<std::uint16_t> ports_among(const std::vector<std::string>& words) {
    std::set<std::uint16_t> ports;
    for (const auto& word : words) {
        std::uint16_t port = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), port);
        if (error == std::errc{} && end == word.data() + word.size() && port >= 80) ports.insert(port);
    }
    return ports;
}

std::optional<std::uint16_t> lingering(Play& play, const std::set<std::uint16_t>& ports) {
    for (const auto& socket : play.watch.all(1u << TCP_TIME_WAIT))
        if (ports.contains(socket.local_port)) return socket.local_port;
    return {};
}

} // namespace

asio::awaitable<Outcome> ports_free(Play& play, const std::vector<std::string>& words) {
    if (!play.cage.on_host()) co_return Outcome{};
    auto ports = ports_among(words);
    for (const auto own : play.session.own_ports()) ports.erase(own);
    for (const auto port : ports)
        if (play.watch.listener("127.0.0.1", port))
            co_return Outcome{Miss::trouble(
                fmt::format("another program on this machine listens on port {}; stop it, or play in a cage", port))};
    const auto began = Clock::now();
    asio::steady_timer timer(play.executor);
    while (const auto port = lingering(play, ports)) {
        if (Clock::now() - began > lingering_at_most)
            co_return Outcome{Miss::trouble(fmt::format("connections of an earlier program linger on port {}", *port))};
        timer.expires_after(look_every);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    play.session.allow_more(Clock::now() - began);
    co_return Outcome{};
}

} // namespace counterpart::engine
