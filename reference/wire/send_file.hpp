/// Sending a file over a connection, in chunks and with an eye on the peer.
#pragma once
#include "reference/wire/connection.hpp"
#include "reference/wire/files.hpp"
#include <functional>
#include <limits>

namespace counterpart::wire {

/// Tells a peer that is slow from one that has stopped: only bytes that its kernel acknowledges are progress. What
/// our own kernel takes says nothing: it wakes a blocked sender only when a good part of its buffer is free, which may
/// take a slow reader long, and takes more for a while when the peer has stopped.
class StallWatch {
public:
    StallWatch(Connection& connection, Clock::duration limit)
        : connection_(connection), limit_(limit), last_progress_(Clock::now()) {}

    /// Whether none of the `written` bytes was newly acknowledged for the limit.
    bool stalled(std::uint64_t written);

    /// When to look again.
    static Deadline next_look() { return in(std::chrono::milliseconds(200)); }

private:
    Connection& connection_;
    Clock::duration limit_;
    Deadline last_progress_;
    std::uint64_t acknowledged_ = 0;
};

/// What to do with bytes that the peer sends meanwhile.
enum class Incoming {
    ignore,  ///< leave them unread
    discard, ///< read and drop them, so that a peer which talks does not block itself
    stop,    ///< stop sending as soon as there are any, or the peer has closed: the answer has come early
};

struct SendPlan {
    Incoming incoming = Incoming::ignore;
    Clock::duration stall = std::chrono::seconds(10);               ///< how long the peer may take nothing
    std::uint64_t size = std::numeric_limits<std::uint64_t>::max(); ///< bytes to send; the end of the file ends it too
    std::function<void(std::size_t)> on_sent = [](std::size_t) {};  ///< told of every chunk
};

struct SendResult {
    std::uint64_t sent = 0;
    bool peer_spoke = false; ///< stopped for Incoming::stop
    std::string problem;     ///< in words; empty when all was sent or peer_spoke
};

/// Sends from the file's current position. Leaves the connection open.
asio::awaitable<SendResult> send_file(Connection& connection, const OpenFile& file, const SendPlan& plan);

/// Sends FIN and waits until the peer has closed too. Returns the problem if it resets, or stops taking what is under
/// way; a peer that has everything but never closes is waited for no longer than `stall`, and is no problem.
asio::awaitable<std::string> finish(Connection& connection, Clock::duration stall);

} // namespace counterpart::wire
