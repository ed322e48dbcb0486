// Carrying bytes between harness and candidate: accept, receive, send in pieces, close.
#include "harness/engine/play.hpp"
#include "harness/engine/silence.hpp"
#include "harness/scenario/random.hpp"
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace counterpart::engine {

namespace asio = boost::asio;
using candidate::Woken;

namespace {

constexpr std::size_t block = 256 * 1024; ///< measured best for loopback streams

/// Between two looks at a full queue; a look costs a few microseconds, and dozens of connections may wait side by side.
constexpr std::chrono::milliseconds look_for_room_every{2};

/// A program closes its end and lets go of it in one call; only one that has merely ended its stream takes longer.
constexpr std::chrono::milliseconds let_go_within{20};

/// For reading what comes apart, between the pieces of one message. On a machine with much to do each byte waits
/// for its turn, and a message of a few hundred would outlast the limits of those who wait for its end.
constexpr std::chrono::seconds read_apart{1};

/// Reads and drops what still comes, so that the candidate's last words never meet a reset.
asio::awaitable<void> drop_rest(std::shared_ptr<Connection> connection) {
    std::array<char, 16384> buffer; // filled by the read
    for (;;) {
        auto [error, count] =
            co_await connection->socket.async_read_some(asio::buffer(buffer), asio::as_tuple(asio::use_awaitable));
        static_cast<void>(count);
        if (error) co_return;
    }
}

/// Ends a connection whose other end the candidate has closed. On the host's own loopback an orderly end would bar the
/// candidate's port for a minute (TIME_WAIT) to a next program that does not set SO_REUSEADDR. Where the candidate has
/// let go of its socket altogether, nobody can notice that it is cut off in place of that.
asio::awaitable<void> end_without_trace(Play& play, std::shared_ptr<Connection> connection) {
    auto& socket = connection->socket;
    boost::system::error_code error;
    const auto ours = socket.local_endpoint(error);
    const auto theirs = socket.remote_endpoint(error);
    asio::steady_timer timer(play.executor);
    const auto until = Clock::now() + let_go_within;
    while (!error && socket.is_open()) {
        const auto end =
            play.watch.connection(theirs.address().to_string(), theirs.port(), ours.address().to_string(), ours.port());
        if (!end || end->inode == 0) {
            cut_off(*connection);
            co_return;
        }
        if (Clock::now() >= until) break;
        timer.expires_after(std::chrono::milliseconds(1));
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    socket.shutdown(Tcp::socket::shutdown_send, error);
}

} // namespace

Tcp::socket Play::open_socket() {
    Tcp::socket socket(executor, Tcp::v4(), candidate::open_tcp_socket(cage.network()));
    socket.non_blocking(true);
    return socket;
}

std::shared_ptr<Listener> Play::listen(const std::string& name, const std::string& address, std::uint16_t port,
                                       bool answers) {
    Tcp::acceptor acceptor(executor, Tcp::v4(), candidate::open_tcp_socket(cage.network()));
    acceptor.non_blocking(true);
    acceptor.set_option(Tcp::acceptor::reuse_address(true));
    acceptor.set_option(Tcp::no_delay(true)); // accepted connections have it from their listener
    boost::system::error_code error;
    acceptor.bind({asio::ip::make_address_v4(address), port}, error);
    const bool crowded = !error && !answers && !fall_silent(acceptor.native_handle());
    if (!error) acceptor.listen(crowded ? 0 : 1024, error);
    if (error)
        throw std::runtime_error(
            fmt::format("the harness cannot listen on port {}: {}; another program uses it", port, error.message()));
    note(Direction::note, name, fmt::format("the harness listens on port {}", port));
    auto listener = session.own(std::make_shared<Listener>(std::move(acceptor), name, port));
    if (crowded) listener->filler.emplace(executor).connect(listener->acceptor.local_endpoint());
    return listener;
}

asio::awaitable<Arrival> Play::arrive(Connection& connection, std::span<char> into, Deadline deadline) {
    for (;;) {
        if (!connection.pending.empty()) {
            const auto taken = std::min(connection.pending.size(), into.size());
            std::copy_n(connection.pending.begin(), taken, into.begin());
            connection.pending.erase(0, taken);
            co_return Arrival{Arrival::Kind::bytes, taken};
        }
        if (connection.reset) co_return Arrival{Arrival::Kind::reset, 0};
        if (connection.finished) co_return Arrival{Arrival::Kind::end, 0};
        const auto count = ::recv(connection.socket.native_handle(), into.data(), into.size(), MSG_DONTWAIT);
        if (count > 0) {
            connection.received += static_cast<std::uint64_t>(count);
            note(Direction::from_candidate, connection.name, "received", static_cast<std::uint64_t>(count),
                 std::string_view(into.data(), static_cast<std::size_t>(count)));
            co_return Arrival{Arrival::Kind::bytes, static_cast<std::size_t>(count)};
        }
        if (count == 0 && connection.broken) {
            if (!connection.reset) note(Direction::from_candidate, connection.name, "reset");
            connection.reset = true;
            continue;
        }
        if (count == 0) {
            if (!connection.finished) note(Direction::from_candidate, connection.name, "closed");
            connection.finished = true;
            co_return Arrival{Arrival::Kind::end, 0};
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) {
            if (!connection.reset) note(Direction::from_candidate, connection.name, "reset");
            connection.reset = true;
            co_return Arrival{Arrival::Kind::reset, 0};
        }
        if (over(deadline)) co_return Arrival{Arrival::Kind::nothing, 0};
        co_await candidate::ready(connection.socket, Tcp::socket::wait_read, deadline, *signal);
    }
}

asio::awaitable<int> Play::connect(Connection& connection, const Tcp::endpoint& target, Deadline deadline) {
    asio::steady_timer timer(executor);
    while (!watch.has_room(target.address().to_string(), target.port())) {
        if (over(deadline)) co_return ETIMEDOUT;
        timer.expires_after(look_for_room_every);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    auto& socket = connection.socket;
    int fault = 0;
    if (::connect(socket.native_handle(), target.data(), static_cast<socklen_t>(target.size())) != 0) fault = errno;
    while (fault == EINPROGRESS) {
        const auto woken = co_await candidate::ready(socket, Tcp::socket::wait_write, deadline, *signal);
        socklen_t length = sizeof fault;
        if (woken != Woken::ready)
            fault = over(deadline) ? ETIMEDOUT : EINPROGRESS;
        else if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_ERROR, &fault, &length) != 0)
            fault = errno;
    }
    boost::system::error_code ignored; // the candidate may have closed already; that shows when it is used
    if (fault == 0) socket.set_option(Tcp::no_delay(true), ignored);
    if (fault == 0 && program) program->at_work();
    co_return fault;
}

asio::awaitable<std::shared_ptr<Connection>> Play::accept(Listener& listener, std::string name, Deadline deadline) {
    for (;;) {
        // Looked at before the try: who connected before it ended is in the queue by then.
        const bool gone = candidate_gone();
        sockaddr_in peer{};
        socklen_t length = sizeof peer;
        const int descriptor = ::accept4(listener.acceptor.native_handle(), reinterpret_cast<sockaddr*>(&peer), &length,
                                         SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (descriptor >= 0) {
            auto connection =
                std::make_shared<Connection>(Tcp::socket(executor, Tcp::v4(), descriptor), std::move(name));
            connection->peer_port = ntohs(peer.sin_port);
            if (program) program->at_work();
            note(Direction::from_candidate, connection->name, fmt::format("connected to port {}", listener.port));
            co_return connection;
        }
        if (gone || over(deadline)) co_return nullptr;
        co_await candidate::ready(listener.acceptor, Tcp::acceptor::wait_read, deadline, *signal);
    }
}

asio::awaitable<std::optional<std::uint64_t>> Play::drained(Connection& connection, std::uint64_t unread,
                                                            Deadline deadline) {
    const Busy busy(*this);
    boost::system::error_code error;
    const auto ours = connection.socket.local_endpoint(error);
    const auto theirs = connection.socket.remote_endpoint(error);
    if (error) co_return 0; // it is closed: nothing is on its way
    asio::steady_timer timer(executor);
    for (auto pause = std::chrono::microseconds(50);; pause = std::min(pause * 2, std::chrono::microseconds(1000))) {
        int unsent = 0;
        ::ioctl(connection.socket.native_handle(), SIOCOUTQ, &unsent);
        const auto reader =
            watch.connection(theirs.address().to_string(), theirs.port(), ours.address().to_string(), ours.port());
        if (!reader) co_return 0; // the candidate's end is gone
        // What is under way is counted twice for a moment: rather too much than too little.
        const auto lying = static_cast<std::uint64_t>(unsent) + reader->receive_queue;
        if (lying <= unread) co_return lying;
        if (Clock::now() >= deadline) co_return std::nullopt;
        timer.expires_after(pause);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

asio::awaitable<Outcome> Play::send_all(Connection& connection, const scenario::Content& content, std::uint64_t begin,
                                        std::uint64_t end, std::chrono::milliseconds stall) {
    std::vector<char> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(block, end - begin)));
    std::size_t filled = 0, used = 0;
    auto deadline = in(stall);
    for (auto at = begin; at < end;) {
        if (used == filled) {
            filled =
                content.read(at, std::span(buffer).subspan(
                                     0, static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), end - at))));
            used = 0;
        }
        const auto count =
            ::send(connection.socket.native_handle(), buffer.data() + used, filled - used, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count >= 0) {
            at += static_cast<std::uint64_t>(count);
            used += static_cast<std::size_t>(count);
            connection.sent += static_cast<std::uint64_t>(count);
            deadline = in(stall);
            continue;
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) {
            // What the candidate had said before it closed may still lie unread: judging that comes first.
            // EPIPE comes when it had closed in an orderly way before, and only its kernel refuses what we still send.
            connection.broken = connection.broken || errno == ECONNRESET;
            connection.refused = true;
            note(Direction::note, connection.name, fmt::format("could not send further: {}", std::strerror(errno)));
            co_return Outcome{};
        }
        if (over(deadline)) {
            const char* what = session.out_of_time() ? "had read" : "stopped reading after";
            auto summary = fmt::format("the program {} at most {} of {} bytes", what, at, content.size());
            auto miss = co_await missed(FailureType::timeout, std::move(summary));
            co_return Outcome{std::move(miss)};
        }
        co_await candidate::ready(connection.socket, Tcp::socket::wait_write, deadline, *signal);
    }
    co_return Outcome{};
}

asio::awaitable<Outcome> Play::deliver(Connection& connection, const scenario::Content& content, Pieces pieces,
                                       Deadline deadline) {
    const auto stall = std::max(std::chrono::milliseconds(1),
                                std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()));
    std::array<char, 256> head; // filled by read
    const auto beginning = content.read(0, head);
    note(Direction::to_candidate, connection.name,
         pieces.window                  ? "sent through a small window"
         : pieces.size || pieces.random ? "sent in pieces"
                                        : "sent",
         content.size(), std::string_view(head.data(), beginning));
    scenario::Random random(scenario::derive(job.seed, connection.name) + connection.sent);
    if (pieces.window && content.size() <= pieces.window)
        co_return Outcome{Miss::trouble(
            fmt::format("a window of {} bytes is never filled by {} bytes", pieces.window, content.size()))};
    const std::uint64_t most_unread = pieces.window ? pieces.window - 1 : 0;
    bool wait_first = pieces.apart || pieces.window;
    Clock::duration waited{};
    std::uint64_t larger = 1;
    for (std::uint64_t at = 0; at < content.size();) {
        auto size = pieces.random ? random.between(1, 1000) : pieces.size ? pieces.size : content.size();
        if (wait_first) {
            // The window is full after every portion but the last, as each takes all the room that there is.
            const auto began = Clock::now();
            const auto lying = co_await drained(connection, most_unread, deadline);
            waited += Clock::now() - began;
            if (pieces.window && lying) size = pieces.window - *lying;
            if (!pieces.window && waited > read_apart) {
                if (larger == 1)
                    note(Direction::note, connection.name, "reading piece by piece takes long; larger ones follow");
                larger *= 2;
                size *= larger;
            }
            if (!lying) {
                auto miss = co_await missed(
                    FailureType::timeout,
                    fmt::format(
                        "the program does not read: {} bytes were sent to it, and the last of them still lie there",
                        connection.sent));
                co_return Outcome{std::move(miss)};
            }
            if (pieces.pause.count() > 0) co_await rest(pieces.pause);
        }
        wait_first = true;
        const auto end = std::min(content.size(), at + size);
        auto outcome = co_await send_all(connection, content, at, end, stall);
        if (outcome) co_return outcome;
        at = end;
        deadline = std::max(deadline, in(stall));
    }
    co_return Outcome{};
}

void Play::close(const std::shared_ptr<Connection>& connection) {
    boost::system::error_code error;
    connection->closed = true;
    note(Direction::to_candidate, connection->name, "closed");
    if (cage.on_host() && connection->finished) {
        asio::co_spawn(executor, end_without_trace(*this, connection), asio::detached);
        return;
    }
    connection->socket.shutdown(Tcp::socket::shutdown_send, error);
    if (!connection->reading_ahead) asio::co_spawn(executor, drop_rest(connection), asio::detached);
}

} // namespace counterpart::engine
