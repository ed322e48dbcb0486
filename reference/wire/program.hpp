/// What every program does alike: its lines on stdout and stderr, its signals, its exit status.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <string_view>

namespace counterpart::wire {

enum ExitStatus { success = 0, failure = 1, usage = 2 };

/// Prints a line on stdout and flushes it, so that who reads a pipe sees it at once.
void say(std::string_view line);

/// Prints a line on stderr, as it is.
void note(std::string_view line);

/// Prints "ERROR: " and the message on stderr.
void complain(std::string_view message);

/// The life of a server: made before it listens, so that no signal finds it unprepared once it can be reached.
class Service {
public:
    Service();

    boost::asio::io_context& io() { return io_; }

    /// Prints `ready` on stdout, runs until SIGINT, SIGTERM or SIGQUIT, and returns 0. Connections still open are
    /// closed when this object is destroyed; their coroutines are not resumed.
    int run(std::string_view ready);

private:
    boost::asio::io_context io_{1};
    boost::asio::signal_set signals_;
};

/// Runs `work` to its end and returns its status; on SIGINT or SIGTERM drops it (what it had half written is removed)
/// and returns 1, for the work was not done.
int run_once(boost::asio::awaitable<int> work);

} // namespace counterpart::wire
