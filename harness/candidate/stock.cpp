#include "harness/candidate/stock.hpp"
#include "harness/candidate/cage/namespaces.hpp"
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <system_error>

namespace counterpart::candidate {

namespace asio = boost::asio;

namespace {

/// One for each program of a submission that has two.
constexpr std::size_t room = 2;

} // namespace

struct Stock::State {
    struct Place {
        CageOptions options;
        std::unique_ptr<Cage> cage; ///< none while it is being made
    };

    Launcher& launcher;
    asio::any_io_executor executor;
    std::vector<std::shared_ptr<Place>> places; ///< the oldest first

    std::unique_ptr<Cage> ready(const CageOptions& options) {
        std::erase_if(places, [](const auto& place) { return place->cage && !place->cage->alive(); });
        const auto fits = [&](const auto& place) { return place->cage && place->options == options; };
        const auto found = std::find_if(places.begin(), places.end(), fits);
        if (found == places.end()) return nullptr;
        auto cage = std::move((*found)->cage);
        places.erase(found);
        return cage;
    }

    /// What is kept ready may be what there is too little of now.
    asio::awaitable<std::unique_ptr<Cage>> open(const CageOptions& options) {
        const bool alone = places.empty();
        try {
            auto cage = co_await launcher.open(executor, options);
            co_return std::move(cage);
        } catch (const std::system_error&) {
            if (alone && places.empty()) throw;
        }
        places.clear();
        auto cage = co_await launcher.open(executor, options);
        co_return std::move(cage);
    }

    bool expects(const CageOptions& options) const {
        return std::any_of(places.begin(), places.end(), [&](const auto& place) { return place->options == options; });
    }

    static asio::awaitable<void> make(std::shared_ptr<State> state, std::shared_ptr<Place> place) {
        try {
            auto cage = co_await state->launcher.open(state->executor, place->options);
            place->cage = std::move(cage); // where nobody wants it any more, it ends with its place
        } catch (const std::exception&) {
            std::erase(state->places, place); // whoever asks next tries it again, and is told
        }
    }
};

Stock::Stock(Launcher& launcher, asio::any_io_executor executor)
    : state_(std::make_shared<State>(State{launcher, std::move(executor), {}})) {}

Stock::~Stock() { state_->places.clear(); }

asio::awaitable<std::unique_ptr<Cage>> Stock::take(CageOptions options, bool another) {
    auto state = state_;
    auto cage = state->ready(options);
    if (!cage) {
        auto made = co_await state->open(options);
        cage = std::move(made);
    }
    // Without namespaces a cage is a place on the host, which costs nothing to make; and where the kernel counts a
    // user's processes over all cages, they are to be counted as late as possible.
    if (another && !cage->on_host() && counts_processes_per_namespace() && !state->expects(options)) {
        if (state->places.size() == room) state->places.erase(state->places.begin());
        auto place = std::make_shared<State::Place>(State::Place{std::move(options), nullptr});
        state->places.push_back(place);
        asio::co_spawn(state->executor, State::make(state, std::move(place)), asio::detached);
    }
    co_return std::move(cage);
}

} // namespace counterpart::candidate
