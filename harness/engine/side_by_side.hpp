/// Plays several scripts at the same time within one case; the first that misses decides.
#pragma once
#include "harness/engine/play.hpp"
#include <functional>

namespace counterpart::engine {

/// Plays `count` rounds, at most `at_once` of them at a time. `round` makes the coroutine of one. When one misses, no
/// further one begins; those at work are waited for, and the first miss in time is the result.
boost::asio::awaitable<Outcome> side_by_side(Play&, std::size_t count, std::size_t at_once,
                                             std::function<boost::asio::awaitable<Outcome>(std::size_t)> round);

} // namespace counterpart::engine
