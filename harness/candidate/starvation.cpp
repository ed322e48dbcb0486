#include "harness/candidate/starvation.hpp"
#include "harness/candidate/cage/process_tree.hpp"
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
    if (found == known_.end()) return nullptr;
    const bool another = found->second.run > thread.run || found->second.queued > thread.queued;
    return another ? nullptr : &found->second; // another thread has got its number
}

void Starvation::look(const std::vector<ThreadState>& threads, std::chrono::steady_clock::time_point now) {
    const auto is_ready = [](const ThreadState& thread) { return thread.state == 'R'; };
    in_its_own_way_ = std::count_if(threads.begin(), threads.end(), is_ready) > processors_;
    std::map<int, Times> seen;
    for (const auto& thread : threads) {
        const auto* earlier = known(thread);
        const auto before = earlier ? *earlier : Times{};
        const bool ready = is_ready(thread);
        // Where nothing ever runs, the kernel keeps no account.
        const bool waits =
            ready && before.ready && before.run == thread.run && before.queued == thread.queued && ran_ > nanoseconds{};
        const auto waiting = waits ? before.waiting + (now - looked_) : nanoseconds{};
        const auto counted = std::max(before.counted, thread.queued + waiting);
        ran_ += thread.run - before.run;
        if (!in_its_own_way_) waited_ += counted - before.counted;
        seen[thread.tid] = {thread.run, thread.queued, waiting, counted, ready};
    }
    known_ = std::move(seen);
    looked_ = now;
}

nanoseconds Starvation::total(nanoseconds used) const {
    return std::min(waited_, std::max(used - ran_, nanoseconds{}));
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
