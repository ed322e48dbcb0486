/// Listening on a port and serving many connections at once.
#pragma once
#include "reference/wire/connection.hpp"
#include <boost/system/result.hpp>
#include <cstdint>
#include <functional>

namespace counterpart::wire {

/// Listens on `port` of every IPv4 interface, with SO_REUSEADDR, so that a server can be started again at once.
boost::system::result<tcp::acceptor> listen_on(const asio::any_io_executor& executor, std::uint16_t port);

/// "cannot listen on port 80: Permission denied; …": what went wrong and the way out.
std::string listen_fault(std::uint16_t port, const error_code& error);

/// Serves one connection; the connection closes when it returns.
using Serve = std::function<asio::awaitable<void>(Connection)>;

/// Accepts until the acceptor is closed, and runs `serve` for each connection. At most `at_once` are open: further
/// ones wait in the kernel's queue. What `serve` throws ends its own connection and is printed, nothing else.
asio::awaitable<void> accept_forever(tcp::acceptor& acceptor, Serve serve, std::size_t at_once);

} // namespace counterpart::wire
