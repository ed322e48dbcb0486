// <listen>: opens a listening socket of the harness where the candidate will look for it.
#include "harness/engine/play.hpp"
#include "harness/engine/silence.hpp"
#include <fmt/format.h>
#include <system_error>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_listen(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto port = scope.values.port(step, "port");
    const auto name = step.plain("as");
    Tcp::acceptor acceptor(play.executor, Tcp::v4(), candidate::open_tcp_socket(play.cage->network()));
    acceptor.non_blocking(true);
    acceptor.set_option(Tcp::acceptor::reuse_address(true));
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address_v4(scope.values.text(step, "address", "0.0.0.0"));
    acceptor.bind({address, port}, error);
    if (!error && step.plain("answer") == "no") fall_silent(acceptor.native_handle());
    if (!error) acceptor.listen(1024, error);
    if (error)
        co_return Outcome{Miss::trouble(
            fmt::format("the harness cannot listen on port {}: {}; another program uses it", port, error.message()))};
    play.note(Direction::note, name, fmt::format("the harness listens on port {}", port));
    scope.add(name, play.own(std::make_shared<Listener>(std::move(acceptor), name, port)));
    co_return Outcome{};
}

} // namespace counterpart::engine
