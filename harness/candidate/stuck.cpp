#include "harness/candidate/stuck.hpp"
#include "harness/candidate/descriptor.hpp"
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <linux/futex.h>
#include <set>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace counterpart::candidate {
namespace {

namespace fs = std::filesystem;

std::uint64_t argument(const ThreadState& thread, std::size_t number) {
    return number < thread.arguments.size() ? thread.arguments[number] : 1; // unknown counts as a limit
}

/// A socket's own limit for receiving or sending, which no argument of the call shows.
bool socket_has_limit(int pid, int descriptor, int option) {
    const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    const Descriptor socket(process ? static_cast<int>(::syscall(SYS_pidfd_getfd, process.get(), descriptor, 0)) : -1);
    timeval limit{};
    socklen_t length = sizeof limit;
    if (!socket || ::getsockopt(socket.get(), SOL_SOCKET, option, &limit, &length) != 0)
        return errno != ENOTSOCK || !socket;
    return limit.tv_sec != 0 || limit.tv_usec != 0;
}

bool negative(std::uint64_t milliseconds) { return static_cast<std::int32_t>(milliseconds) < 0; }

/// Waiting for any of several descriptors without a limit.
bool endless_multiplexing(const ThreadState& thread) {
    switch (*thread.call) {
#ifdef SYS_poll
    case SYS_poll: return negative(argument(thread, 2));
#endif
#ifdef SYS_select
    case SYS_select: return argument(thread, 4) == 0;
#endif
#ifdef SYS_epoll_wait
    case SYS_epoll_wait: return negative(argument(thread, 3));
#endif
    case SYS_ppoll: return argument(thread, 2) == 0;
    case SYS_pselect6: return argument(thread, 4) == 0;
    case SYS_epoll_pwait: return negative(argument(thread, 3));
    default: return false;
    }
}

bool endless(const ThreadState& thread) {
    if (thread.state == 'T' || thread.state == 'Z') return true;
    if (thread.state != 'S' || !thread.call) return false;
    const auto descriptor = static_cast<int>(argument(thread, 0));
    switch (*thread.call) {
    case SYS_accept:
    case SYS_accept4:
    case SYS_recvfrom:
    case SYS_recvmsg:
    case SYS_read: return !socket_has_limit(thread.pid, descriptor, SO_RCVTIMEO);
    case SYS_futex: {
        const auto operation = argument(thread, 1) & FUTEX_CMD_MASK;
        return (operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET) && argument(thread, 3) == 0;
    }
    case SYS_wait4:
    case SYS_waitid:
    case SYS_rt_sigsuspend: return true;
#ifdef SYS_pause
    case SYS_pause: return true;
#endif
    default: return endless_multiplexing(thread);
    }
}

/// Whether a timer descriptor of the process is armed: event loops wake up by them.
bool timer_armed(int pid) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(fmt::format("/proc/{}/fd", pid), error)) {
        std::error_code gone;
        if (fs::read_symlink(entry.path(), gone).string().find("timerfd") == std::string::npos || gone) continue;
        std::ifstream info(fmt::format("/proc/{}/fdinfo/{}", pid, entry.path().filename().string()));
        for (std::string line; std::getline(info, line);)
            if (line.starts_with("it_value:") && line.find("(0, 0)") == std::string::npos) return true;
    }
    return static_cast<bool>(error); // what cannot be looked at may be armed
}

/// Whether it has a handler for SIGALRM, and so perhaps an alarm that nobody can see.
bool catches_alarm(int pid) {
    std::ifstream status(fmt::format("/proc/{}/status", pid));
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("SigCgt:")) return std::stoull(line.substr(7), nullptr, 16) >> (SIGALRM - 1) & 1;
    return true;
}

} // namespace

bool waits_for_ever(const std::vector<ThreadState>& threads) {
    if (threads.empty() || !std::all_of(threads.begin(), threads.end(), endless)) return false;
    std::set<int> processes;
    for (const auto& thread : threads)
        if (thread.state != 'Z') processes.insert(thread.pid);
    return std::none_of(processes.begin(), processes.end(),
                        [](int pid) { return timer_armed(pid) || catches_alarm(pid); });
}

bool unmoved(const std::vector<ThreadState>& before, const std::vector<ThreadState>& after) {
    return std::equal(before.begin(), before.end(), after.begin(), after.end(), [](const auto& a, const auto& b) {
        return a.tid == b.tid && a.run == b.run && a.call == b.call;
    });
}

} // namespace counterpart::candidate
