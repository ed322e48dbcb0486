#include "harness/engine/pulse.hpp"
#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <fstream>

namespace counterpart::engine {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds beat_every{200};

/// What this thread has waited for a processor since it began (proc(5), schedstat: the second of three numbers).
Clock::duration waited_so_far() {
    std::ifstream file("/proc/thread-self/schedstat");
    long long on_processor = 0, waited = 0;
    file >> on_processor >> waited;
    return std::chrono::nanoseconds(waited);
}

} // namespace

struct Pulse::State : std::enable_shared_from_this<Pulse::State> {
    explicit State(const boost::asio::any_io_executor& executor) : timer(executor) {}

    void beat() {
        due = Clock::now() + beat_every;
        timer.expires_at(due);
        timer.async_wait([self = shared_from_this()](boost::system::error_code error) {
            if (error || self->over) return; // a beat that was due already is not cancelled any more
            self->longest = std::max(self->longest, Clock::now() - self->due);
            self->beat();
        });
    }

    boost::asio::steady_timer timer;
    Clock::time_point due;
    Clock::duration longest{};
    const Clock::duration waited_before = waited_so_far();
    bool over = false;
};

Pulse::Pulse(const boost::asio::any_io_executor& executor) : state_(std::make_shared<State>(executor)) {
    state_->beat();
}

Pulse::~Pulse() {
    state_->over = true;
    state_->timer.cancel();
}

Clock::duration Pulse::longest_stall() const { return std::max(state_->longest, Clock::now() - state_->due); }

Clock::duration Pulse::without_processor() const { return waited_so_far() - state_->waited_before; }

} // namespace counterpart::engine
