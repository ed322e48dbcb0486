/// What server and client share: reading a connection as a line and then bytes, and the report of a request.
#pragma once
#include "reference/file-exchange/wire_format.hpp"
#include "reference/wire/connection.hpp"
#include "reference/wire/files.hpp"
#include <functional>

namespace counterpart::file_exchange {

template <class T>
using Outcome = boost::system::result<T, Refusal>;

/// Reads one connection; what arrives after a line is kept for the bytes that follow it.
class Inbox {
public:
    /// `silence` is how long the peer may send nothing. The connection must outlive the inbox.
    Inbox(wire::Connection& connection, wire::Clock::duration silence) : connection_(connection), silence_(silence) {}

    /// The next line without its line feed. Bad-request when it is longer than longest_line or takes longer than a
    /// minute, io when the connection ends or is silent.
    wire::asio::awaitable<Outcome<std::string>> line();

    /// Passes exactly `size` bytes on, in pieces; io when fewer come, or with what `sink` returns.
    wire::asio::awaitable<Outcome<std::uint64_t>> bytes(std::uint64_t size,
                                                        std::function<wire::error_code(std::string_view)> sink);

    /// Whether anything has come yet.
    bool heard() const { return heard_; }

private:
    /// Adds what comes next to the pending bytes.
    wire::asio::awaitable<wire::error_code> receive(wire::Deadline deadline);

    wire::Connection& connection_;
    wire::Clock::duration silence_;
    std::string pending_;
    bool heard_ = false;
};

/// Receives `size` bytes into a new file of that name, which appears only when it is whole (FX-5.2). `on_received` is
/// told of every piece.
wire::asio::awaitable<Outcome<std::uint64_t>> receive_file(Inbox& inbox, wire::Directory directory, std::string name,
                                                           std::uint64_t size,
                                                           std::function<void(std::size_t)> on_received);

/// Our own failure with a file, in the terms of the protocol.
Refusal file_refusal(const wire::error_code& error);

/// Address and port, with a space between.
std::string in_words(const wire::tcp::endpoint& peer);

/// One line about one request: time, peer, request, name, and how it ended (FX-6.1).
std::string report(std::string_view peer, std::string_view request, std::string_view name,
                   const Outcome<std::uint64_t>& outcome);

} // namespace counterpart::file_exchange
