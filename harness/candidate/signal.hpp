/// A way for coroutines of one case to wait until something may have changed, and to be woken early out of a wait.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <list>
#include <memory>
#include <poll.h>

namespace counterpart::candidate {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

/// Tells its subscribers that something changed; they look for themselves what. Single-threaded.
class Signal {
public:
    using Callback = std::function<void()>;

    /// Keeps a callback registered for as long as it lives. It may outlive the signal: when a run is broken off, what
    /// waits is destroyed in no order.
    class Subscription {
    public:
        Subscription(Signal& signal, Callback callback)
            : callbacks_(signal.callbacks_), place_(callbacks_->insert(callbacks_->end(), std::move(callback))) {}
        ~Subscription() { callbacks_->erase(place_); }
        Subscription(const Subscription&) = delete;
        Subscription& operator=(const Subscription&) = delete;

    private:
        std::shared_ptr<std::list<Callback>> callbacks_;
        std::list<Callback>::iterator place_;
    };

    void notify() {
        // A callback only cancels a wait; nothing is run from within, so the list stands still meanwhile.
        for (const auto& callback : *callbacks_) callback();
    }

private:
    std::shared_ptr<std::list<Callback>> callbacks_ = std::make_shared<std::list<Callback>>();
};

/// Completes when the signal is given or the time has come, whichever is first.
boost::asio::awaitable<void> changed(Signal&, Deadline);

enum class Woken { ready, deadline, signal };

/// Whether it is ready now.
template <class Socket, class WaitType>
bool is_ready(Socket& socket, WaitType type) {
    if (!socket.is_open()) return false;
    const bool writing = type == Socket::wait_write;
    pollfd look{socket.native_handle(), static_cast<short>(writing ? POLLOUT : POLLIN), 0};
    return ::poll(&look, 1, 0) == 1;
}

/// Waits until `socket` (a socket or acceptor) is ready, the time has come, or the signal is given.
template <class Socket, class WaitType>
boost::asio::awaitable<Woken> ready(Socket& socket, WaitType type, Deadline deadline, Signal& signal) {
    struct Wake {
        bool live = true, due = false, signalled = false;
    };
    auto wake = std::make_shared<Wake>();
    boost::asio::steady_timer timer(socket.get_executor(), deadline);
    timer.async_wait([wake, &socket](boost::system::error_code error) {
        if (error || !wake->live) return;
        wake->due = true;
        boost::system::error_code ignored; // it may have been closed meanwhile: then nothing waits on it any more
        socket.cancel(ignored);
    });
    const Signal::Subscription subscription(signal, [wake, &socket] {
        if (!wake->live) return;
        wake->signalled = true;
        boost::system::error_code ignored;
        socket.cancel(ignored);
    });
    for (;;) {
        auto [error] = co_await socket.async_wait(type, boost::asio::as_tuple(boost::asio::use_awaitable));
        // An abort that is neither means that another coroutine's wait on the same socket was cut short.
        if (error == boost::asio::error::operation_aborted && !wake->due && !wake->signalled) continue;
        wake->live = false;
        // When we are late ourselves, both may have come: what is there counts.
        if (wake->due && !is_ready(socket, type)) co_return Woken::deadline;
        if (wake->due) co_return Woken::ready;
        if (error == boost::asio::error::operation_aborted) co_return Woken::signal;
        co_return Woken::ready;
    }
}

} // namespace counterpart::candidate
