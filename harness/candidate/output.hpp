/// Captures one output stream of a candidate as it is printed: head and tail are kept, the middle is counted.
#pragma once
#include "harness/candidate/signal.hpp"
#include "reports/result.hpp"
#include <boost/asio/posix/stream_descriptor.hpp>
#include <memory>
#include <string>

namespace counterpart::candidate {

class Output : public std::enable_shared_from_this<Output> {
public:
    /// Owns the descriptor that it reads. `signal` is notified as bytes come.
    Output(boost::asio::any_io_executor, int descriptor, std::shared_ptr<Signal> signal);

    void begin(); ///< starts reading; goes on until the other side is closed or stop() is called
    void stop();  ///< no further read, no further notification

    bool ended() const { return ended_; }
    std::uint64_t total() const { return total_; }
    const std::string& head() const { return head_; }
    /// Head, a line about what was left out, and tail.
    std::string kept() const;
    /// The last lines, at most `lines` and 2 KiB of them.
    std::string last_lines(int lines) const;
    Captured captured() const;

private:
    static constexpr std::size_t keep = 64 * 1024;
    boost::asio::awaitable<void> read_all();
    void take(std::string_view bytes);

    boost::asio::posix::stream_descriptor stream_;
    std::shared_ptr<Signal> signal_;
    std::string head_, tail_;
    std::uint64_t total_ = 0;
    bool ended_ = false;
};

/// Both ends of a pseudo-terminal that passes bytes as they are; of a pipe where there is no terminal to be had.
struct Ends {
    int ours = -1;
    int theirs = -1;
};
Ends open_terminal();
Ends open_pipe();

} // namespace counterpart::candidate
