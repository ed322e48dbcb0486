#include "harness/candidate/stuck.hpp"
#include "harness/candidate/cage/descriptor.hpp"
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <linux/futex.h>
#include <netinet/tcp.h>
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

/// Whether it awaits SIGALRM, by a handler or blocked for a descriptor of signals, and so perhaps has an alarm that
/// nobody can see.
bool awaits_alarm(int pid) {
    std::ifstream status(fmt::format("/proc/{}/status", pid));
    int seen = 0;
    for (std::string line; std::getline(status, line);) {
        if (!line.starts_with("SigCgt:") && !line.starts_with("SigBlk:")) continue;
        ++seen;
        if (std::stoull(line.substr(7), nullptr, 16) >> (SIGALRM - 1) & 1) return true;
    }
    return seen != 2;
}

/// Whether it has made timers of its own (timer_create); whether they are armed is not shown.
bool has_timers(int pid) {
    std::ifstream timers(fmt::format("/proc/{}/timers", pid));
    const bool some = timers.peek() != std::ifstream::traits_type::eof();
    return some || timers.bad() || !timers.is_open();
}

/// The socket behind a descriptor, among those of the network.
const SocketState* socket_of(int pid, std::uint64_t descriptor, const std::vector<SocketState>& sockets) {
    std::error_code error;
    const auto name = fs::read_symlink(fmt::format("/proc/{}/fd/{}", pid, descriptor), error).string();
    const auto found = std::find_if(sockets.begin(), sockets.end(), [&name](const SocketState& socket) {
        return name == fmt::format("socket:[{}]", socket.inode);
    });
    return error || found == sockets.end() ? nullptr : &*found;
}

std::string stuck_at(const ThreadState& thread, const std::vector<SocketState>& sockets) {
    if (thread.state != 'S' || !thread.call) return "";
    const bool accepts = *thread.call == SYS_accept || *thread.call == SYS_accept4;
    if (!accepts && *thread.call != SYS_recvfrom && *thread.call != SYS_recvmsg && *thread.call != SYS_read) return "";
    const auto* socket = socket_of(thread.pid, argument(thread, 0), sockets);
    if (!socket) return "";
    if (accepts) return fmt::format("in accept() on port {}, waiting for the next connection", socket->local_port);
    const bool accepted = std::any_of(sockets.begin(), sockets.end(), [socket](const SocketState& other) {
        return other.state == TCP_LISTEN && other.local_port == socket->local_port;
    });
    return fmt::format("stuck in {}() on the connection {} {}:{}", *thread.call == SYS_read ? "read" : "recv",
                       accepted ? "from" : "with", socket->remote_address, socket->remote_port);
}

} // namespace

bool waits_for_ever(const std::vector<ThreadState>& threads) {
    if (threads.empty() || !std::all_of(threads.begin(), threads.end(), endless)) return false;
    std::set<int> processes;
    for (const auto& thread : threads)
        if (thread.state != 'Z') processes.insert(thread.pid);
    return std::none_of(processes.begin(), processes.end(),
                        [](int pid) { return timer_armed(pid) || has_timers(pid) || awaits_alarm(pid); });
}

std::string stuck_where(const std::vector<ThreadState>& threads, const std::vector<SocketState>& sockets) {
    std::string where;
    // A server that waits for more clients besides is stuck where it waits for the rest of one.
    for (const auto& thread : threads)
        if (auto here = stuck_at(thread, sockets); where.empty() || here.starts_with("stuck in re"))
            where = here.empty() ? where : std::move(here);
    return where.empty() ? "stuck: " + describe({}, threads) : where;
}

bool unmoved(const std::vector<ThreadState>& before, const std::vector<ThreadState>& after) {
    return std::equal(before.begin(), before.end(), after.begin(), after.end(), [](const auto& a, const auto& b) {
        return a.tid == b.tid && a.run == b.run && a.call == b.call;
    });
}

} // namespace counterpart::candidate
