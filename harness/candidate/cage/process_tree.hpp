/// Who descends from whom, by /proc: for looking at candidates, and for ending those that no PID namespace holds.
#pragma once
#include <vector>

namespace counterpart::candidate {

/// Every process below `root` (without it) that can be seen at this moment, parents before children; those in `without`
/// are left out with all below them.
std::vector<int> descendants(int root, const std::vector<int>& without = {});

/// Kills them. All are stopped first, so that one that forks faster than we look is caught by the next look.
void kill_together(const std::vector<int>& pids);

/// The ids of a process's threads; empty when it is gone.
std::vector<int> threads_of(int pid);

/// How many threads a user's processes have in all.
unsigned tasks_of(unsigned uid);

} // namespace counterpart::candidate
