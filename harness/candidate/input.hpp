/// Feeds a candidate's standard input: what it is given, and then the end of it.
#pragma once
#include "harness/candidate/signal.hpp"
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <span>

namespace counterpart::candidate {

/// Where the bytes come from: fills the span with what stands at `at`, and says how much that was; 0 at the end.
using InputSource = std::function<std::size_t(std::uint64_t at, std::span<char>)>;

class Input : public std::enable_shared_from_this<Input> {
public:
    /// Makes the pipe. Throws std::system_error when there is none to be had.
    Input(boost::asio::any_io_executor, InputSource);
    ~Input();
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    /// The candidate's end; also held here, so that writing to a candidate that has ended is no error but waits for
    /// stop().
    int theirs() const { return theirs_; }
    void begin(); ///< starts writing; goes on until all was taken or stop() is called
    void stop();

private:
    boost::asio::awaitable<void> write_all();

    int theirs_ = -1;
    boost::asio::posix::stream_descriptor stream_;
    InputSource source_;
};

} // namespace counterpart::candidate
