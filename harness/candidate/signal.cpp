#include "harness/candidate/signal.hpp"

namespace counterpart::candidate {

boost::asio::awaitable<void> changed(Signal& signal, Deadline deadline) {
    auto executor = co_await boost::asio::this_coro::executor;
    auto timer = std::make_shared<boost::asio::steady_timer>(executor, deadline);
    const Signal::Subscription subscription(signal, [timer] { timer->cancel(); });
    auto [error] = co_await timer->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    static_cast<void>(error); // woken early or in time: the caller looks for itself
}

} // namespace counterpart::candidate
