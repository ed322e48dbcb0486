/// Where candidates share the host's own loopback, only one case may be at work on this machine at a time, whoever runs
/// it. The turn is a name in the network namespace, so it reaches exactly as far as the ports do, and ends with us.
#pragma once
#include "harness/candidate/isolation.hpp"
#include <boost/asio/awaitable.hpp>
#include <memory>

namespace counterpart::run {

class Turn; ///< held while a case is played

/// Waits for the turn; in a cage there is nothing to wait for and nothing is held.
boost::asio::awaitable<std::shared_ptr<Turn>> turn_on_loopback(candidate::Isolation);

} // namespace counterpart::run
