/// Whether a candidate could not run because others had the machine's processors.
#pragma once
#include "harness/candidate/watch.hpp"
#include <map>

namespace counterpart::candidate {

/// Adds up, look by look, for how long a candidate's threads were ready to run without a processor to run on. Looks at
/// which more of its own threads are ready than there are processors count for nothing: it may be in its own way then.
class Starvation {
public:
    explicit Starvation(unsigned processors) : processors_(processors) {}

    /// `threads` are all that live now; those seen for the first time count from their beginning.
    void look(const std::vector<ThreadState>& threads);
    std::chrono::nanoseconds total() const { return total_; }

private:
    unsigned processors_;
    std::map<int, std::chrono::nanoseconds> queued_; ///< by thread, at the last look
    std::chrono::nanoseconds total_{};
};

} // namespace counterpart::candidate
