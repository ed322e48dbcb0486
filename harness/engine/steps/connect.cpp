// <connect>: connects to the candidate.
#include "harness/engine/addresses.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_connect(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto port = scope.values.port(step, "port");
    const auto address =
        listened_address(play, scope.values.text(step, "address", "127.0.0.1"), port).value_or("127.0.0.1");
    const auto deadline = play.deadline(step);
    auto connection = std::make_shared<Connection>(play.open_socket(), step.plain("as"));
    auto& socket = connection->socket;
    const Tcp::endpoint target(boost::asio::ip::make_address_v4(address), port);
    if (step.has("from")) socket.bind({boost::asio::ip::make_address_v4(scope.values.text(step, "from")), 0});
    const int begun = ::connect(socket.native_handle(), target.data(), static_cast<socklen_t>(target.size()));
    int fault = begun == 0 ? 0 : errno;
    if (fault == EINPROGRESS) {
        const auto woken = co_await candidate::ready(socket, Tcp::socket::wait_write, deadline, *play.signal);
        socklen_t length = sizeof fault;
        ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_ERROR, &fault, &length);
        if (fault == 0 && woken == candidate::Woken::deadline) {
            auto miss = co_await play.missed(FailureType::timeout,
                                             fmt::format("a connection to port {} was not answered", port));
            co_return Outcome{std::move(miss)};
        }
    }
    if (fault != 0) {
        play.note(Direction::to_candidate, connection->name,
                  fmt::format("could not connect to port {}: {}", port, std::strerror(fault)));
        auto miss =
            co_await play.missed(FailureType::refused, fmt::format("a connection to port {} of the program failed: {}",
                                                                   port, std::strerror(fault)));
        co_return Outcome{std::move(miss)};
    }
    boost::system::error_code ignored; // the candidate may have closed already; that shows when it is used
    socket.set_option(Tcp::no_delay(true), ignored);
    play.note(Direction::to_candidate, connection->name, fmt::format("connected to port {}", port));
    if (step.has("own-port"))
        scope.values.set(step.plain("own-port"),
                         scenario::Content(std::to_string(socket.local_endpoint(ignored).port())));
    scope.add(connection->name, play.session.own(connection));
    co_return Outcome{};
}

} // namespace counterpart::engine
