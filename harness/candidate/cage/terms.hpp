/// What the harness and the processes that make and fill cages say to each other: plain values.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>

namespace counterpart::candidate {

/// What a candidate may use up. Zero means: the default of the cage. Not bounded by it are the kernel's TCP buffers (at
/// the usual settings 6 MiB unread and 4 MiB unsent per connection, so open_files times that), and without namespaces
/// the working directory as a whole: there scratch_bytes holds for each file alone.
struct Limits {
    std::uint64_t scratch_bytes = 256ull << 20; ///< of the working directory's file system; half of it is /tmp's
    std::uint64_t memory_bytes = 1ull << 30; ///< by memory cgroup where one can be had, else writable data per process
    unsigned processes = 256;                ///< threads count as such
    unsigned open_files = 1024;
    unsigned cpu_seconds = 120; ///< per process

    bool operator==(const Limits&) const = default;
};

/// A host path that is visible, read-only, at the same or another absolute path inside. See Cage::inside for where it
/// is when there are no namespaces.
struct Mount {
    std::filesystem::path from;
    std::filesystem::path to;

    bool operator==(const Mount&) const = default;
};

/// How a process of the candidate ended, as its parent was told by the kernel.
struct Ended {
    int status = 0; ///< a wait status: WIFEXITED and friends
    std::chrono::microseconds cpu{};
    std::uint64_t peak_memory_bytes = 0;
};

/// By what a candidate is held.
enum class Tier { root_cage, user_cage, fallback };

} // namespace counterpart::candidate
