/// One TCP connection on which every wait has a deadline. It carries bytes and knows no protocol.
/// Waits are for readiness, and the reading and writing that follow never block, so that no byte is lost when a
/// deadline and the peer come at the same moment, and an idle connection holds no buffer.
#pragma once
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace counterpart::wire {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

/// How waits are awaited: errors come as values.
inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// The moment `limit` from now.
inline Deadline in(Clock::duration limit) { return Clock::now() + limit; }

/// How many bytes went over, and what ended the transfer if anything did: asio::error::eof when the peer has closed,
/// asio::error::timed_out when the deadline came first, else the system's error.
struct Transfer {
    std::size_t size = 0;
    error_code error;
};

enum class Interest { read, write, both };
enum class Ready { readable, writable, timed_out };

class Connection {
public:
    /// Takes over a socket connected with `peer` and makes it non-blocking. Who the peer is comes from whoever accepted
    /// or connected: a socket that was reset meanwhile no longer knows.
    Connection(tcp::socket socket, tcp::endpoint peer);

    /// Waits until the socket is ready for `interest`. A socket in error counts as ready: the next transfer says what
    /// is wrong with it.
    asio::awaitable<Ready> wait(Interest interest, Deadline deadline);

    /// Reads what is there, or returns asio::error::would_block.
    Transfer read_now(asio::mutable_buffer buffer);

    /// Writes what fits, or returns asio::error::would_block.
    Transfer write_now(asio::const_buffer buffer);

    /// Waits for bytes and reads some.
    asio::awaitable<Transfer> read_some(asio::mutable_buffer buffer, Deadline deadline);

    /// Writes all of `data`, which must outlive the call; `stall` is how long the peer may accept nothing at all.
    asio::awaitable<error_code> write_all(std::string_view data, Clock::duration stall);

    /// Tells the peer that nothing more will come (FIN); reading goes on.
    void finish_sending();

    /// Sends FIN, then reads and discards until the peer closes too, is silent for `silence`, or `deadline` comes.
    /// Closing with unread bytes would send a reset, which destroys a reply that is still under way.
    asio::awaitable<void> linger(Clock::duration silence, Deadline deadline);

    /// Bytes written that the peer's kernel has not acknowledged; 0 when that cannot be told.
    std::size_t unacknowledged();

    /// The peer's address and port, as they were when the connection was made.
    const tcp::endpoint& peer() const { return peer_; }

private:
    tcp::socket socket_;
    asio::steady_timer timer_;
    tcp::endpoint peer_;
};

/// What `error` means for a reader of stderr: "the connection was refused", "nothing came in time" and so on.
std::string in_words(const error_code& error);

} // namespace counterpart::wire
