// Notices early that a candidate can never go on: a verdict after a tenth of a second instead of at the deadline.
#include "harness/candidate/stuck.hpp"
#include "harness/engine/play.hpp"
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <netinet/tcp.h>

namespace counterpart::engine {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds look_every{25};
constexpr std::chrono::milliseconds look_at_most_every{200};
/// Looks in a row at which it waited for ever and had not moved.
constexpr int enough_looks = 4;

} // namespace

bool Play::anything_on_its_way() {
    constexpr std::uint32_t connected = 1u << TCP_ESTABLISHED | 1u << TCP_SYN_SENT | 1u << TCP_SYN_RECV |
                                        1u << TCP_CLOSE_WAIT | 1u << TCP_FIN_WAIT1 | 1u << TCP_FIN_WAIT2 |
                                        1u << TCP_CLOSING | 1u << TCP_LAST_ACK;
    const auto sockets = watch.all(connected);
    if (std::any_of(sockets.begin(), sockets.end(), [](const auto& s) {
            return s.receive_queue != 0 || s.send_queue != 0 || s.state == TCP_SYN_SENT || s.state == TCP_SYN_RECV;
        }))
        return true;
    const auto listeners = watch.all(1u << TCP_LISTEN);
    return std::any_of(listeners.begin(), listeners.end(), [](const auto& s) { return s.receive_queue != 0; });
}

asio::awaitable<void> Play::watch_for_stuck(std::shared_ptr<bool> alive) {
    asio::steady_timer timer(executor);
    std::vector<candidate::ThreadState> before;
    unsigned long step = 0;
    int looks = 0;
    for (auto pause = look_every;; pause = std::min(looks ? look_every : pause * 2, look_at_most_every)) {
        timer.expires_after(pause);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        if (!*alive) co_return;
        if (busy_ != 0 || stuck_) {
            looks = 0;
            continue;
        }
        auto now = candidate::threads_below(cage->root_pid());
        const bool still = step == steps_ && candidate::unmoved(before, now) && candidate::waits_for_ever(now) &&
                           !anything_on_its_way();
        looks = still ? looks + 1 : 0;
        step = steps_;
        before = std::move(now);
        if (looks < enough_looks) continue;
        stuck_ = true;
        signal->notify();
        looks = 0;
    }
}

void Play::begin_stuck_watch() {
    // On the host's own loopback others' sockets are seen too: nothing can be concluded there.
    if (cage->network() < 0) return;
    *alive_ = false; // the watch of a program that was started before, if there was one
    alive_ = std::make_shared<bool>(true);
    asio::co_spawn(executor, watch_for_stuck(alive_), asio::detached);
}

} // namespace counterpart::engine
