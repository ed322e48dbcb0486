/// The small process that makes cages.
#pragma once
#include "harness/candidate/cage/terms.hpp"

namespace counterpart::candidate {

/// Where the launcher finds its control socket.
constexpr int launcher_control = 3;

/// Says that it is prepared, or what failed; then serves requests to open cages until the control socket is closed,
/// ends them all, and exits. With `leave_host` it makes namespaces first in which an ordinary user has the privileges
/// that cages take, and shows them to the harness. noexcept: nothing may lead back into whoever forked this process.
[[noreturn]] void run_launcher(Tier tier, bool leave_host) noexcept;

} // namespace counterpart::candidate
