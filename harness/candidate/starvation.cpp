#include "harness/candidate/starvation.hpp"
#include "harness/candidate/process_tree.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace counterpart::candidate {

using std::chrono::nanoseconds;

nanoseconds used_by_all() {
    std::ifstream file("/proc/stat");
    std::string name;
    long long user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft = 0, stolen = 0;
    if (!(file >> name >> user >> nice >> system >> idle >> waiting >> interrupts >> soft >> stolen)) return {};
    const auto ticks = user + nice + system + interrupts + soft + stolen;
    return nanoseconds(std::chrono::seconds(1)) / std::max(1L, ::sysconf(_SC_CLK_TCK)) * ticks;
}

void Starvation::look(const std::vector<ThreadState>& threads, nanoseconds used) {
    const auto ready = [](const ThreadState& thread) { return thread.state == 'R'; };
    in_its_own_way_ = std::count_if(threads.begin(), threads.end(), ready) > processors_;
    std::map<int, Times> seen;
    nanoseconds ran{}, waited{};
    for (const auto& thread : threads) {
        const Times now{thread.run, thread.queued};
        const auto known = known_.find(thread.tid);
        const bool same = known != known_.end() && known->second.run <= now.run && known->second.queued <= now.queued;
        const auto before = same ? known->second : Times{};
        ran += now.run - before.run;
        waited += now.queued - before.queued;
        seen[thread.tid] = now;
    }
    const auto by_others = used_ ? std::max(used - *used_ - ran, nanoseconds{}) : nanoseconds{};
    if (!in_its_own_way_) total_ += std::min(waited, by_others);
    known_ = std::move(seen);
    used_ = used;
}

unsigned usable_processors() {
    cpu_set_t set;
    return ::sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<unsigned>(CPU_COUNT(&set)) : 1;
}

void set_precedence(int root_pid, bool first) {
    constexpr int nice_of_the_first = -9;
    const int nice = first ? nice_of_the_first : 0;
    for (int pid : descendants(root_pid)) {
        for (int tid : threads_of(pid)) ::setpriority(PRIO_PROCESS, static_cast<id_t>(tid), nice);
        // Each program has a session of its own, and Linux may share processors among sessions first: sched(7).
        std::ofstream(fmt::format("/proc/{}/autogroup", pid)) << nice;
    }
}

} // namespace counterpart::candidate
