/// Waiting with a deadline, written once so that Asio's race of two waits is compiled once.
#include "reference/wire/connection.hpp"
#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <linux/sockios.h>
#include <sys/ioctl.h>

namespace counterpart::wire {

using namespace boost::asio::experimental::awaitable_operators;

namespace {

bool would_block(const error_code& error) {
    return error == asio::error::would_block || error == asio::error::try_again;
}

} // namespace

Connection::Connection(tcp::socket socket, tcp::endpoint peer)
    : socket_(std::move(socket)), timer_(socket_.get_executor()), peer_(std::move(peer)) {
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(tcp::no_delay(true), ignored); // Every message is written whole; waiting for more gains nothing.
}

asio::awaitable<Ready> Connection::wait(Interest interest, Deadline deadline) {
    timer_.expires_at(deadline);
    if (interest == Interest::both) {
        auto first = co_await (socket_.async_wait(tcp::socket::wait_read, as_result) ||
                               socket_.async_wait(tcp::socket::wait_write, as_result) || timer_.async_wait(as_result));
        co_return first.index() == 0 ? Ready::readable : first.index() == 1 ? Ready::writable : Ready::timed_out;
    }
    const bool reading = interest == Interest::read;
    const auto direction = reading ? tcp::socket::wait_read : tcp::socket::wait_write;
    auto first = co_await (socket_.async_wait(direction, as_result) || timer_.async_wait(as_result));
    co_return first.index() == 1 ? Ready::timed_out : reading ? Ready::readable : Ready::writable;
}

Transfer Connection::read_now(asio::mutable_buffer buffer) {
    Transfer done;
    done.size = socket_.read_some(buffer, done.error);
    return done;
}

Transfer Connection::write_now(asio::const_buffer buffer) {
    Transfer done;
    done.size = socket_.write_some(buffer, done.error);
    return done;
}

asio::awaitable<Transfer> Connection::read_some(asio::mutable_buffer buffer, Deadline deadline) {
    for (;;) {
        const Ready ready = co_await wait(Interest::read, deadline);
        if (ready == Ready::timed_out) co_return Transfer{0, asio::error::timed_out};
        const Transfer done = read_now(buffer);
        if (!would_block(done.error)) co_return done;
    }
}

asio::awaitable<error_code> Connection::write_all(std::string_view data, Clock::duration stall) {
    while (!data.empty()) {
        const Ready ready = co_await wait(Interest::write, in(stall));
        if (ready == Ready::timed_out) co_return asio::error::timed_out;
        const Transfer done = write_now(asio::buffer(data));
        if (done.error && !would_block(done.error)) co_return done.error;
        data.remove_prefix(done.size);
    }
    co_return error_code{};
}

void Connection::finish_sending() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> Connection::linger(Clock::duration silence, Deadline deadline) {
    finish_sending();
    for (;;) {
        const Ready ready = co_await wait(Interest::read, std::min(in(silence), deadline));
        // A peer that never pauses keeps the socket readable for ever: the deadline is looked at as well.
        if (ready == Ready::timed_out || Clock::now() >= deadline) co_return;
        std::array<char, 16 * 1024> unwanted;
        const Transfer done = read_now(asio::buffer(unwanted));
        if (done.error && !would_block(done.error)) co_return;
    }
}

std::size_t Connection::unacknowledged() {
    int bytes = 0;
    return ::ioctl(socket_.native_handle(), SIOCOUTQ, &bytes) == 0 && bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
}

std::string in_words(const error_code& error) {
    if (error == asio::error::timed_out) return "nothing happened in time";
    if (error == asio::error::eof) return "the peer closed the connection too early";
    if (error == asio::error::connection_reset) return "the peer reset the connection";
    if (error == asio::error::broken_pipe) return "the peer no longer takes data";
    if (error == asio::error::connection_refused) return "the connection was refused: is the server running?";
    if (error == asio::error::host_not_found || error == asio::error::host_not_found_try_again ||
        error == asio::error::no_data)
        return "the host name is unknown";
    return error.message();
}

} // namespace counterpart::wire
