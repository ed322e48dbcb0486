/// On the host's own loopback ports are shared with the whole machine: what stands in the way there is the machine's
/// trouble, never a candidate's failure (DESIGN 5).
#pragma once
#include "harness/engine/play.hpp"

namespace counterpart::engine {

/// Waits until the ports among the words can be bound by a candidate: nobody listens on them, and no connection of an
/// earlier case lingers there (TIME_WAIT, 60 s, bars a program that does not set SO_REUSEADDR). The time does not count
/// against the case. A miss of the harness's own kind when somebody else holds one; nothing at all in a cage.
boost::asio::awaitable<Outcome> ports_free(Play&, const std::vector<std::string>& words);

} // namespace counterpart::engine
