/// Looks at a candidate from outside, without disturbing it: what its threads are doing, and its sockets' queues.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace counterpart::candidate {

/// One thread of a candidate at one moment.
struct ThreadState {
    int pid = 0;
    int tid = 0;
    std::string name;                     ///< comm; the candidate chose it
    char state = '?';                     ///< R, S, D, Z, T as in /proc/PID/stat
    std::optional<long> call;             ///< number of the system call it waits in; none when running or not readable
    std::vector<std::uint64_t> arguments; ///< of that call
    std::chrono::nanoseconds run{};       ///< time on a CPU so far
    std::chrono::nanoseconds queued{};    ///< time ready to run but waiting for a CPU so far
};

/// Every thread of every process below root_pid (without it). An empty list when none lives.
std::vector<ThreadState> threads_below(int root_pid);

/// Whether every thread of a process sleeps: it has nothing to do then. False when it cannot be looked at.
bool asleep(int pid);

/// Whether every thread of every process below root_pid waits for something. Stops at the first that does not.
bool rests(int root_pid);

/// What the threads are doing, in words for a failure text: "waiting in accept()", "running without pause",
/// "sleeping", "waiting in recv()". Pure: two looks some time apart go in.
std::string describe(const std::vector<ThreadState>& before, const std::vector<ThreadState>& after);

} // namespace counterpart::candidate
