// Notices early that a candidate can never go on: a verdict after a tenth of a second instead of at the deadline. And
// how long it was kept from going on.
#include "harness/candidate/stuck.hpp"
#include "harness/engine/session.hpp"
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

bool Session::anything_on_its_way() {
    constexpr std::uint32_t connected = 1u << TCP_ESTABLISHED | 1u << TCP_SYN_SENT | 1u << TCP_SYN_RECV |
                                        1u << TCP_CLOSE_WAIT | 1u << TCP_FIN_WAIT1 | 1u << TCP_FIN_WAIT2 |
                                        1u << TCP_CLOSING | 1u << TCP_LAST_ACK;
    const auto moving = [](const candidate::SocketState& s) {
        return s.receive_queue != 0 || s.send_queue != 0 || s.timer || s.state == TCP_SYN_SENT ||
               s.state == TCP_SYN_RECV;
    };
    const auto waited_for = [](const candidate::SocketState& s) { return s.receive_queue != 0; };
    return std::any_of(sides_.begin(), sides_.end(), [&](const auto& side) {
        const auto sockets = side->watch.all(connected);
        const auto listeners = side->watch.all(1u << TCP_LISTEN);
        return std::any_of(sockets.begin(), sockets.end(), moving) ||
               std::any_of(listeners.begin(), listeners.end(), waited_for);
    });
}

asio::awaitable<void> Session::watch(unsigned long generation) {
    const auto self = shared_from_this();
    asio::steady_timer timer(executor);
    std::vector<candidate::ThreadState> before;
    unsigned long step = 0;
    int looks = 0;
    for (auto pause = look_every;; pause = std::min(looks ? look_every : pause * 2, look_at_most_every)) {
        timer.expires_after(pause);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        if (over_ || generation != watches_) co_return;
        std::vector<candidate::ThreadState> now;
        bool all_told = true;
        for (const auto& side : sides_) {
            // A signal that is to be passed on, and an end that is to be told, wait for the cage's first process.
            all_told = all_told && candidate::asleep(side->cage->root_pid());
            const auto here = candidate::threads_below(side->cage->root_pid());
            now.insert(now.end(), here.begin(), here.end());
        }
        starvation_.look(now, Clock::now());
        if (job.precedence && starvation_.in_its_own_way())
            for (const auto& side : sides_) candidate::set_precedence(side->cage->root_pid(), false);
        // On the host's own loopback others' sockets are seen too: nothing can be concluded there.
        const bool still = !sides_.front()->cage->on_host() && busy == 0 && !stuck_ && all_told && step == steps_ &&
                           candidate::unmoved(before, now) && candidate::waits_for_ever(now) && !anything_on_its_way();
        looks = still ? looks + 1 : 0;
        step = steps_;
        before = std::move(now);
        if (looks < enough_looks) continue;
        stuck_ = true;
        signal->notify();
        looks = 0;
    }
}

void Session::begin_watch() { asio::co_spawn(executor, watch(++watches_), asio::detached); }

void Session::step_begun() {
    ++steps_;
    stuck_ = false;
}

} // namespace counterpart::engine
