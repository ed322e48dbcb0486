/// A memory cgroup per cage, where this process may make one: the only limit that holds many processes together.
#pragma once
#include <cstdint>
#include <string>

namespace counterpart::candidate {

/// Makes a group limited to so many bytes and returns its directory; empty where it cannot be had.
std::string make_memory_group(std::uint64_t bytes);

/// Moves the calling process in. Throws std::system_error.
void join_memory_group(const std::string& directory);

/// Removes a group whose processes are dead.
void remove_memory_group(const std::string& directory);

/// Removes the empty groups of harnesses that were killed.
void remove_stale_memory_groups();

} // namespace counterpart::candidate
