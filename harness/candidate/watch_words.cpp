// Says in words what threads are doing. Pure: two looks go in, a phrase comes out.
#include "harness/candidate/watch.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <sys/syscall.h>

namespace counterpart::candidate {

namespace {

std::uint64_t argument_of(const ThreadState& thread, std::size_t number) {
    return number < thread.arguments.size() ? thread.arguments[number] : 0;
}

std::string timed(const char* call, bool limited) {
    return fmt::format("waiting in {}() {} a time limit", call, limited ? "with" : "without");
}

// A limit in milliseconds, where a negative int means none.
bool has_limit(std::uint64_t milliseconds) { return static_cast<std::int32_t>(milliseconds) >= 0; }

// Waiting for any of several descriptors. Machines differ in which of these calls they have.
std::string multiplexing(const ThreadState& thread) {
    switch (*thread.call) {
#ifdef SYS_poll
    case SYS_poll: return timed("poll", has_limit(argument_of(thread, 2)));
#endif
#ifdef SYS_select
    case SYS_select: return timed("select", argument_of(thread, 4) != 0);
#endif
#ifdef SYS_epoll_wait
    case SYS_epoll_wait: return timed("epoll_wait", has_limit(argument_of(thread, 3)));
#endif
    case SYS_ppoll: return timed("poll", argument_of(thread, 2) != 0);
    case SYS_pselect6: return timed("select", argument_of(thread, 4) != 0);
    case SYS_epoll_pwait: return timed("epoll_wait", has_limit(argument_of(thread, 3)));
#ifdef SYS_epoll_pwait2
    case SYS_epoll_pwait2: return timed("epoll_wait", argument_of(thread, 3) != 0);
#endif
    default: return "";
    }
}

std::string reading(std::uint64_t descriptor) {
    if (descriptor == 0) return "waiting for standard input";
    return fmt::format("waiting in read() on descriptor {}", descriptor);
}

std::string writing(std::uint64_t descriptor) {
    if (descriptor == 1) return "waiting in write() to standard output";
    if (descriptor == 2) return "waiting in write() to standard error";
    return fmt::format("waiting in write() on descriptor {}", descriptor);
}

std::string waiting(const ThreadState& thread) {
    auto words = multiplexing(thread);
    if (!words.empty()) return words;
    switch (*thread.call) {
    case SYS_accept:
    case SYS_accept4: return "waiting in accept()";
    case SYS_recvfrom:
    case SYS_recvmmsg:
    case SYS_recvmsg: return "waiting in recv()";
    case SYS_read:
    case SYS_readv: return reading(argument_of(thread, 0));
    case SYS_sendto:
    case SYS_sendmmsg:
    case SYS_sendmsg:
    case SYS_sendfile: return "waiting in send()";
    case SYS_write:
    case SYS_writev: return writing(argument_of(thread, 0));
    case SYS_connect: return "waiting in connect()";
    case SYS_futex: return "waiting for a lock or another thread";
    case SYS_nanosleep:
    case SYS_clock_nanosleep: return "sleeping";
    case SYS_restart_syscall: return "sleeping";
    case SYS_wait4:
    case SYS_waitid: return "waiting for a child process";
#ifdef SYS_pause
    case SYS_pause:
#endif
    case SYS_rt_sigsuspend:
    case SYS_rt_sigtimedwait: return "waiting for a signal";
    case SYS_flock:
    case SYS_fcntl: return "waiting for a file lock";
#ifdef SYS_open
    case SYS_open:
#endif
    case SYS_openat: return "waiting in open()";
    default: return fmt::format("waiting in system call {}", *thread.call);
    }
}

std::string doing(const ThreadState& thread, const ThreadState* earlier) {
    bool ran = earlier && thread.run > earlier->run;
    switch (thread.state) {
    case 'R': return earlier && !ran ? "ready, but waiting for a processor" : "running without pause";
    case 'T':
    case 't': return "stopped";
    case 'D': return "waiting for the system (disk or memory)";
    default: return thread.call ? waiting(thread) : "sleeping";
    }
}

const ThreadState* same_thread(const std::vector<ThreadState>& among, const ThreadState& thread) {
    auto is_same = [&thread](const ThreadState& other) { return other.pid == thread.pid && other.tid == thread.tid; };
    auto found = std::find_if(among.begin(), among.end(), is_same);
    return found == among.end() ? nullptr : &*found;
}

// The name is the candidate's choice; it stands in reports.
std::string harmless(std::string name) {
    for (char& each : name)
        if (each < ' ' || each > '~') each = '?';
    return name;
}

struct Phrase {
    int pid = 0;
    std::string name;
    std::string words;
    int threads = 0;
};

} // namespace

std::string describe(const std::vector<ThreadState>& before, const std::vector<ThreadState>& after) {
    constexpr std::size_t most = 6; // enough to understand; a candidate may have hundreds of threads
    std::vector<Phrase> phrases;
    bool several = false;
    for (const auto& thread : after) {
        if (thread.state == 'Z' || thread.state == 'X') continue;
        auto words = doing(thread, same_thread(before, thread));
        auto is_same = [&](const Phrase& known) { return known.pid == thread.pid && known.words == words; };
        auto known = std::find_if(phrases.begin(), phrases.end(), is_same);
        if (known == phrases.end())
            known = phrases.insert(phrases.end(), {thread.pid, harmless(thread.name), words, 0});
        ++known->threads;
        several = several || thread.pid != phrases.front().pid;
    }
    if (phrases.empty()) return "no process is left";
    std::string text;
    for (std::size_t at = 0; at < phrases.size() && at < most; ++at) {
        const auto& phrase = phrases[at];
        if (at > 0) text += "; ";
        if (several) text += phrase.name + ": ";
        if (phrase.threads > 1) text += fmt::format("{} threads ", phrase.threads);
        text += phrase.words;
    }
    if (phrases.size() > most) text += fmt::format("; and {} more", phrases.size() - most);
    return text;
}

} // namespace counterpart::candidate
