/// Notices when the harness itself did not come to run, so that time which it lost is not held against a candidate.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>

namespace counterpart::engine {

/// Beats on an executor for as long as it lives.
class Pulse {
public:
    explicit Pulse(const boost::asio::any_io_executor&);
    ~Pulse();
    Pulse(const Pulse&) = delete;
    Pulse& operator=(const Pulse&) = delete;

    /// The longest time for which nothing could run on the executor, the one that may be ending just now included.
    std::chrono::steady_clock::duration longest_stall() const;

    /// For how long in all the calling thread, which must be the one that made this, could have run but was given no
    /// processor. Zero where the kernel does not tell.
    std::chrono::steady_clock::duration without_processor() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace counterpart::engine
