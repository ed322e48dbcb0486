// Reads /proc/PID/task for what a candidate's threads are doing.
#include "harness/candidate/watch.hpp"
#include "harness/candidate/cage/descriptor.hpp"
#include "harness/candidate/cage/process_tree.hpp"
#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sstream>

namespace counterpart::candidate {

namespace {

// These files are short, and the kernel makes their text in one read.
std::string read_short(const std::string& path) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    char text[1024];
    auto size = file ? ::read(file.get(), text, sizeof text) : -1;
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

// "TID (name) S PPID …": a name may hold anything, so its end is the last parenthesis.
bool read_stat(const std::string& text, ThreadState& thread) {
    auto begin = text.find('('), end = text.rfind(')');
    if (begin == std::string::npos || end == std::string::npos || end + 2 >= text.size()) return false;
    thread.name = text.substr(begin + 1, end - begin - 1);
    thread.state = text[end + 2];
    return true;
}

// "NUMBER 0x… (six arguments) 0x… 0x…"; "running"; or "-1 …" outside of any call.
void read_call(const std::string& text, ThreadState& thread) {
    std::istringstream fields(text);
    long number = -1;
    if (!(fields >> number) || number < 0) return;
    thread.call = number;
    std::string argument;
    for (int left = 6; left > 0 && fields >> argument; --left)
        thread.arguments.push_back(std::strtoull(argument.c_str(), nullptr, 16));
}

void read_times(const std::string& text, ThreadState& thread) {
    std::istringstream fields(text);
    long long run = 0, queued = 0;
    if (!(fields >> run >> queued)) return;
    thread.run = std::chrono::nanoseconds(run);
    thread.queued = std::chrono::nanoseconds(queued);
}

// '?' when it has ended.
char state_of(int pid, int tid) {
    ThreadState thread;
    read_stat(read_short(fmt::format("/proc/{}/task/{}/stat", pid, tid)), thread);
    return thread.state;
}

} // namespace

std::vector<ThreadState> threads_below(int root_pid) {
    std::vector<ThreadState> threads;
    for (int pid : descendants(root_pid)) {
        for (int tid : threads_of(pid)) {
            auto folder = fmt::format("/proc/{}/task/{}/", pid, tid);
            ThreadState thread;
            thread.pid = pid;
            thread.tid = tid;
            if (!read_stat(read_short(folder + "stat"), thread)) continue; // it has ended meanwhile
            read_call(read_short(folder + "syscall"), thread);
            read_times(read_short(folder + "schedstat"), thread);
            threads.push_back(std::move(thread));
        }
    }
    return threads;
}

bool asleep(int pid) {
    const auto tids = threads_of(pid);
    return !tids.empty() && std::all_of(tids.begin(), tids.end(), [pid](int tid) { return state_of(pid, tid) == 'S'; });
}

bool rests(int root_pid) {
    const auto waits = [](int pid) {
        const auto tids = threads_of(pid);
        return std::all_of(tids.begin(), tids.end(), [pid](int tid) {
            const char state = state_of(pid, tid);
            return state != 'R' && state != 'D'; // running, or at the disk
        });
    };
    const auto pids = descendants(root_pid);
    return std::all_of(pids.begin(), pids.end(), waits);
}

} // namespace counterpart::candidate
