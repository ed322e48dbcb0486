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

const Starvation::Times* Starvation::known(const ThreadState& thread) const {
    const auto found = known_.find(thread.tid);
    const bool same = found != known_.end() && found->second.run <= thread.run && found->second.queued <= thread.queued;
    return same ? &found->second : nullptr; // else it is another thread of this number
}

void Starvation::look(const std::vector<ThreadState>& threads, nanoseconds used,
                      std::chrono::steady_clock::time_point now) {
    const auto ready = [](const ThreadState& thread) { return thread.state == 'R'; };
    in_its_own_way_ = std::count_if(threads.begin(), threads.end(), ready) > processors_;
    const nanoseconds since = looked_ ? now - *looked_ : nanoseconds{};
    std::map<int, Times> seen;
    nanoseconds ran{}, waited{};
    for (const auto& thread : threads) {
        const auto* known = this->known(thread);
        const auto before = known ? *known : Times{};
        const bool waits = known && ready(thread) && before.run == thread.run && before.queued == thread.queued;
        const auto waiting = waits ? before.waiting + since : nanoseconds{};
        const auto counted = std::max(before.counted, thread.queued + waiting);
        ran += thread.run - before.run;
        waited += counted - before.counted;
        seen[thread.tid] = {thread.run, thread.queued, waiting, counted};
    }
    if (!in_its_own_way_) {
        waited_ += waited;
        if (used_) by_others_ += std::max(used - *used_ - ran, nanoseconds{});
    }
    known_ = std::move(seen);
    used_ = used;
    looked_ = now;
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
