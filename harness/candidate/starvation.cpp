#include "harness/candidate/starvation.hpp"
#include <algorithm>

namespace counterpart::candidate {

void Starvation::look(const std::vector<ThreadState>& threads) {
    const auto ready = [](const ThreadState& thread) { return thread.state == 'R'; };
    const bool in_its_own_way = std::count_if(threads.begin(), threads.end(), ready) > processors_;
    std::map<int, std::chrono::nanoseconds> queued;
    for (const auto& thread : threads) {
        queued[thread.tid] = thread.queued;
        const auto known = queued_.find(thread.tid);
        const auto before = known == queued_.end() ? std::chrono::nanoseconds{} : known->second;
        if (!in_its_own_way && thread.queued > before) total_ += thread.queued - before;
    }
    queued_ = std::move(queued);
}

} // namespace counterpart::candidate
