/// Tells a candidate that can never go on by itself from one that is merely slow: every thread sits in a wait that has
/// no time limit of any kind. Then nothing but a byte, a connection or a signal from outside moves it again.
#pragma once
#include "harness/candidate/network.hpp"
#include "harness/candidate/watch.hpp"
#include <string>

namespace counterpart::candidate {

/// Whether every thread waits without a limit: system calls with their time arguments, limits set on the sockets
/// (SO_RCVTIMEO, SO_SNDTIMEO), timers of every kind, and a SIGALRM that is caught or blocked count as limits, and so
/// does whatever cannot be found out. False when no thread lives.
bool waits_for_ever(const std::vector<ThreadState>&);

/// Where threads that wait for ever do so, for a failure text: "stuck in recv() on the connection from 127.0.0.1:4711",
/// "in accept() on port 5000, waiting for the next connection", "stuck: waiting for a lock or another thread".
/// `sockets` are those of its network.
std::string stuck_where(const std::vector<ThreadState>&, const std::vector<SocketState>& sockets);

/// Whether no thread has run, begun or ended from one look to the next.
bool unmoved(const std::vector<ThreadState>& before, const std::vector<ThreadState>& after);

} // namespace counterpart::candidate
