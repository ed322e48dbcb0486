// <send-request>: sends an HTTP/1.1 request whose body is the step's text.
#include "harness/engine/send.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_send_request(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto connection = scope.connection(step);
    const auto body = scope.values.content(step.text);
    scenario::Content message(fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\n", scope.values.text(step, "method"),
                                          scope.values.text(step, "target")));
    for (const auto& child : step.children)
        if (child.kind == "header")
            message.append(fmt::format("{}: {}\r\n", child.plain("name"), scope.values.text(child, "value")));
    if (!body.empty()) message.append(fmt::format("Content-Length: {}\r\n", body.size()));
    message.append("\r\n");
    message.append(body);
    const auto pieces = pieces_of(step);
    const auto deadline = play.deadline(step);
    auto outcome = co_await play.deliver(*connection, message, pieces, deadline);
    co_return outcome;
}

} // namespace counterpart::engine
