/// The accept loop that all servers share.
#include "reference/wire/listen.hpp"
#include "reference/wire/program.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <memory>

namespace counterpart::wire {

namespace {

using namespace std::chrono_literals;

/// How many connections are open, and a bell that rings when one has ended.
struct Slots {
    explicit Slots(const asio::any_io_executor& executor) : bell(executor) {}
    std::size_t used = 0;
    asio::steady_timer bell;
};

/// Whoever waits for the bell wakes at the first connection that ends, or after a second to look again.
asio::awaitable<void> wait_for_slot(Slots& slots) {
    slots.bell.expires_after(1s);
    co_await slots.bell.async_wait(as_result);
}

void spawn(const asio::any_io_executor& executor, const Serve& serve, Connection connection,
           const std::shared_ptr<Slots>& slots) {
    ++slots->used;
    asio::co_spawn(executor, serve(std::move(connection)), [slots](std::exception_ptr fault) {
        --slots->used;
        slots->bell.cancel();
        try {
            if (fault) std::rethrow_exception(fault);
        } catch (const std::exception& error) { complain(fmt::format("a connection was dropped: {}", error.what())); }
    });
}

} // namespace

boost::system::result<tcp::acceptor> listen_on(const asio::any_io_executor& executor, std::uint16_t port) {
    tcp::acceptor acceptor(executor);
    const tcp::endpoint everywhere(tcp::v4(), port);
    error_code error;
    acceptor.open(everywhere.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(everywhere, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error) return error;
    return acceptor;
}

std::string listen_fault(std::uint16_t port, const error_code& error) {
    const char* way_out = error == asio::error::address_in_use ? "; end the program that uses it or choose another port"
                          : error == asio::error::access_denied ? "; choose a port above 1023"
                                                                : "";
    return fmt::format("cannot listen on port {}: {}{}", port, error.message(), way_out);
}

asio::awaitable<void> accept_forever(tcp::acceptor& acceptor, Serve serve, std::size_t at_once) {
    const auto executor = acceptor.get_executor();
    const auto slots = std::make_shared<Slots>(executor);
    for (;;) {
        while (slots->used >= at_once) co_await wait_for_slot(*slots);
        tcp::endpoint peer;
        auto [error, socket] = co_await acceptor.async_accept(peer, as_result);
        if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
        if (!error) {
            spawn(executor, serve, Connection(std::move(socket), peer), slots);
        } else if (error != asio::error::connection_aborted) {
            // Out of descriptors or memory: trying at once would spin; a connection that ends frees some.
            complain(fmt::format("cannot accept a connection now: {}", error.message()));
            co_await wait_for_slot(*slots);
        }
    }
}

} // namespace counterpart::wire
