/// Making and entering namespaces.
#pragma once
#include "harness/candidate/cage/descriptor.hpp"
#include <sys/types.h>

namespace counterpart::candidate {

struct Clone {
    pid_t pid = 0; ///< 0 in the child
    Descriptor process;
};

/// Forks the first process of a cage into namespaces of its own; into a user namespace too when `with_user`.
/// Throws std::system_error.
Clone clone_cage(bool with_user);

/// In a new user namespace: maps our own user and group to themselves, and nobody else. Throws std::system_error.
void map_own_user(unsigned user, unsigned group);

/// In a new network namespace. Throws std::system_error.
void bring_loopback_up();

/// Whether this process may step into other network namespaces and back into its own.
bool may_change_network();

/// How this process can give each cage a user of its own: the first of `user_slots` user ids, or 0 when it cannot (not
/// root, or without the capabilities and user ids that root usually has). Differs from one harness to the next.
unsigned first_slot_user();
constexpr unsigned user_slots = 1024;

/// Whether the kernel counts a user's processes apart in each user namespace (since Linux 5.14).
bool counts_processes_per_namespace();

} // namespace counterpart::candidate
