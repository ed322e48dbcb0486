/// Tells a candidate that can never go on by itself from one that is merely slow: every thread sits in a wait that has
/// no time limit of any kind. Then nothing but a byte, a connection or a signal from outside moves it again.
#pragma once
#include "harness/candidate/watch.hpp"

namespace counterpart::candidate {

/// Whether every thread waits without a limit: system calls with their time arguments, limits set on the sockets
/// (SO_RCVTIMEO, SO_SNDTIMEO), armed timer descriptors, and caught SIGALRM count as limits, and so does whatever cannot
/// be found out. False when no thread lives.
bool waits_for_ever(const std::vector<ThreadState>&);

/// Whether no thread has run, begun or ended from one look to the next.
bool unmoved(const std::vector<ThreadState>& before, const std::vector<ThreadState>& after);

} // namespace counterpart::candidate
