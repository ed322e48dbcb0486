// <connect>: connects to the candidate.
#include "harness/engine/addresses.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

/// Why a connection did not come about in time.
std::string not_taken(Play& play, const std::string& address, std::uint16_t port) {
    const auto listener = play.watch.listener(address, port);
    if (!listener || play.watch.has_room(address, port))
        return fmt::format("a connection to port {} was not answered", port);
    return fmt::format("the program does not accept: {} connections to port {} wait in its queue already (listen({}))",
                       listener->receive_queue, port, listener->send_queue);
}

} // namespace

boost::asio::awaitable<Outcome> play_connect(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto port = scope.values.port(step, "port");
    const auto address =
        listened_address(play, scope.values.text(step, "address", "127.0.0.1"), port).value_or("127.0.0.1");
    const auto deadline = play.deadline(step);
    auto connection = std::make_shared<Connection>(play.open_socket(), step.plain("as"));
    const Tcp::endpoint target(boost::asio::ip::make_address_v4(address), port);
    if (step.has("from"))
        connection->socket.bind({boost::asio::ip::make_address_v4(scope.values.text(step, "from")), 0});
    const int fault = co_await play.connect(*connection, target, deadline);
    if (fault != 0) {
        play.note(Direction::to_candidate, connection->name,
                  fmt::format("could not connect to port {}: {}", port, std::strerror(fault)));
        auto type = FailureType::refused;
        auto summary = fmt::format("a connection to port {} of the program failed: {}", port, std::strerror(fault));
        if (fault == ETIMEDOUT) {
            type = FailureType::timeout;
            summary = not_taken(play, address, port);
        }
        auto miss = co_await play.missed(type, std::move(summary));
        co_return Outcome{std::move(miss)};
    }
    play.note(Direction::to_candidate, connection->name, fmt::format("connected to port {}", port));
    if (step.has("own-port")) {
        boost::system::error_code ignored; // it was connected; should it have ended since, its port is known still
        const auto own = connection->socket.local_endpoint(ignored);
        scope.values.set(step.plain("own-port"), scenario::Content(std::to_string(own.port())));
    }
    scope.add(connection->name, play.session.own(connection));
    co_return Outcome{};
}

} // namespace counterpart::engine
