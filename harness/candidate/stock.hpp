/// Cages made ahead. Most of the time that opening one takes, the kernel only waits; so the next is opened while the
/// case before is still played.
#pragma once
#include "harness/candidate/cage.hpp"

namespace counterpart::candidate {

/// Belongs to the executor that its cages work on, and ends before that does. The launcher outlives both: what is being
/// made may come when the stock is gone, and ends then.
class Stock {
public:
    Stock(Launcher& launcher, boost::asio::any_io_executor executor);
    ~Stock();
    Stock(const Stock&) = delete;
    Stock& operator=(const Stock&) = delete;

    /// A cage as Launcher::open makes it, and with its faults. With `another`, one more of the kind will be asked for.
    boost::asio::awaitable<std::unique_ptr<Cage>> take(CageOptions options, bool another);

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace counterpart::candidate
