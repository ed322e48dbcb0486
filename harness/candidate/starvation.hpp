/// Whether a candidate could not run because others had the machine's processors, and what can be done about it.
#pragma once
#include "harness/candidate/watch.hpp"
#include <map>

namespace counterpart::candidate {

/// Processor time that all programs of this machine have used since it began (proc(5), /proc/stat); zero when the
/// kernel does not tell.
std::chrono::nanoseconds used_by_all();

/// Adds up, look by look, for how long a candidate's threads were ready to run while others had the processors: no
/// longer than others ran meanwhile, and not while more of its own threads are ready than there are processors.
class Starvation {
public:
    explicit Starvation(unsigned processors) : processors_(processors) {}

    /// `threads` are all that live `now`; those seen for the first time count from their beginning.
    void look(const std::vector<ThreadState>& threads, std::chrono::steady_clock::time_point now);
    /// Whether it was so at the last look.
    bool in_its_own_way() const { return in_its_own_way_; }
    /// Whether any of it waited at all; if not, there is no need to ask how much.
    bool waited() const { return waited_ > std::chrono::nanoseconds{}; }
    /// `used` is what all programs used since the candidate began, as used_by_all() tells.
    std::chrono::nanoseconds total(std::chrono::nanoseconds used) const;

private:
    struct Times {
        std::chrono::nanoseconds run{}, queued{};
        std::chrono::nanoseconds waiting{}; ///< for so long it waits now: the kernel tells of a wait when it is over
        std::chrono::nanoseconds counted{}; ///< of both, so far
        bool ready = false;
    };
    const Times* known(const ThreadState&) const;

    unsigned processors_;
    std::map<int, Times> known_; ///< by thread, at the last look
    std::chrono::steady_clock::time_point looked_;
    std::chrono::nanoseconds waited_{}, ran_{};
    bool in_its_own_way_ = false;
};

/// The processors that this process, and what it starts, may run on.
unsigned usable_processors();

/// Every program below root_pid, and what they start in their sessions from now on, comes to run before other programs
/// (`first`) or no longer does, where this user may ask for that (root).
void set_precedence(int root_pid, bool first);

} // namespace counterpart::candidate
