/// Starts the launcher, the small process that makes cages, from the program that is built in.
#pragma once
#include "harness/candidate/cage/descriptor.hpp"
#include "harness/candidate/cage/terms.hpp"
#include <sys/types.h>

namespace counterpart::candidate {

/// A running launcher. Closing its control socket ends it and every cage.
struct LauncherProcess {
    pid_t pid = 0;
    Descriptor control;
    Descriptor user_namespace, network_namespace; ///< of a user_cage that had to leave the host's; else empty
};

/// Starts a launcher and waits until it has prepared itself. `leave_host`: see run_launcher. Throws std::system_error
/// naming the step that failed.
LauncherProcess start_launcher(Tier tier, bool leave_host);

} // namespace counterpart::candidate
