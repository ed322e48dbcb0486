/// Name look-up and connecting, each in a race with a timer.
#include "reference/wire/dial.hpp"
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>
#include <vector>

namespace counterpart::wire {

using namespace boost::asio::experimental::awaitable_operators;

namespace {

using Endpoints = std::vector<tcp::endpoint>;

bool abandoned = false;

/// Shared with the resolver's handler, which may come long after the deadline.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : resolver(executor), finished(executor) {}
    tcp::resolver resolver;
    asio::steady_timer finished; ///< cancelled by the handler
    error_code error = asio::error::timed_out;
    Endpoints endpoints;
};

asio::awaitable<boost::system::result<Endpoints>> look_up(const std::string& host, std::uint16_t port,
                                                          Deadline deadline) {
    using Answer = boost::system::result<Endpoints>;
    error_code not_numeric;
    const auto address = asio::ip::make_address(host, not_numeric);
    if (!not_numeric) co_return Answer(Endpoints(1, tcp::endpoint(address, port)));

    const auto executor = co_await asio::this_coro::executor;
    const auto lookup = std::make_shared<Lookup>(executor);
    lookup->finished.expires_at(deadline);
    lookup->resolver.async_resolve(host, std::to_string(port), [lookup](error_code error, const auto& found) {
        lookup->error = error;
        for (const auto& entry : found) lookup->endpoints.push_back(entry.endpoint());
        lookup->finished.cancel();
    });
    const auto [interrupted] = co_await lookup->finished.async_wait(as_result);
    if (!interrupted) {
        abandoned = true;
        co_return Answer(error_code(asio::error::timed_out));
    }
    if (lookup->error) co_return Answer(lookup->error);
    co_return Answer(lookup->endpoints);
}

} // namespace

asio::awaitable<boost::system::result<Connection>> dial(const std::string& host, std::uint16_t port,
                                                        Deadline deadline) {
    using Answer = boost::system::result<Connection>;
    const auto endpoints = co_await look_up(host, port, deadline);
    if (!endpoints) co_return Answer(endpoints.error());

    const auto executor = co_await asio::this_coro::executor;
    error_code last = asio::error::host_not_found;
    auto left = static_cast<int>(endpoints->size());
    for (const auto& endpoint : *endpoints) {
        tcp::socket socket(executor);
        asio::steady_timer timer(executor, Clock::now() + (deadline - Clock::now()) / left--);
        auto first = co_await (socket.async_connect(endpoint, as_result) || timer.async_wait(as_result));
        last = first.index() == 0 ? std::get<0>(std::get<0>(first)) : error_code(asio::error::timed_out);
        if (!last) co_return Answer(Connection(std::move(socket), endpoint));
    }
    co_return Answer(last);
}

bool lookup_abandoned() { return abandoned; }

} // namespace counterpart::wire
