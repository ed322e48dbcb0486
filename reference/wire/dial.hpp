/// Connecting to a host by name or address, within a limit.
#pragma once
#include "reference/wire/connection.hpp"
#include <boost/system/result.hpp>
#include <cstdint>

namespace counterpart::wire {

/// Looks `host` up (a numeric address needs no look-up) and tries its addresses in turn until `deadline`, which they
/// share evenly: one that swallows packets does not keep the others from being tried.
asio::awaitable<boost::system::result<Connection>> dial(const std::string& host, std::uint16_t port, Deadline deadline);

/// Whether a look-up outlived its deadline. It cannot be cancelled, and the io_context's destructor waits for it: a
/// program that wants to end now has to leave by std::quick_exit.
bool lookup_abandoned();

} // namespace counterpart::wire
