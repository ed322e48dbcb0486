/// The small process that makes cages: forked before the harness grows, since cloning costs by the size of who clones.
#pragma once
#include "harness/candidate/descriptor.hpp"
#include <sys/types.h>

namespace counterpart::candidate {

enum class Tier { root_cage, user_cage, fallback };

/// A running launcher. Closing its control socket ends it and every cage.
struct LauncherProcess {
    pid_t pid = 0;
    Descriptor control;
    Descriptor user_namespace, network_namespace; ///< of a user_cage that had to leave the host's; else empty
};

/// Forks a launcher and waits until it has prepared itself. With `leave_host` it makes namespaces in which an ordinary
/// user has the privileges that cages take. Throws std::system_error naming the step that failed.
LauncherProcess fork_launcher(Tier tier, bool leave_host);

} // namespace counterpart::candidate
