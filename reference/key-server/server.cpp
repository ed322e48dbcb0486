/// Keep-alive, pipelining and the limits that keep one client from harming the others (KS-S7, KS-SH1).
#include "reference/key-server/server.hpp"
#include "reference/key-server/answer.hpp"
#include "reference/wire/listen.hpp"
#include "reference/wire/program.hpp"
#include "reference/wire/random.hpp"
#include "reference/wire/text.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

namespace counterpart::key_server {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

// An idle connection is kept for a minute; a request is a few hundred bytes, so half a minute is ample for a slow
// line, and a client that trickles bytes is gone then.
constexpr wire::HttpLimits limits{.body = 64 * 1024, .first_byte = 60s, .silence = 10s, .whole = 30s};
constexpr auto stall_limit = 10s;          // A client that does not read its answer for so long is not waiting for it.
constexpr std::size_t open_at_once = 1000; // At 64 KiB of head and of body each: 128 MiB at the very worst.
constexpr std::size_t key_bytes = 64;      // 128 hex digits

/// Sends the last answer, and waits until the client has had time to read it.
asio::awaitable<void> part(wire::Connection& connection, std::string message) {
    const auto lost = co_await connection.write_all(message, stall_limit);
    if (!lost) co_await connection.linger(2s, wire::in(stall_limit));
}

/// The answer as it goes over the wire. One to HEAD has no body, whatever its Content-Length says (RFC 9110).
std::string message_for(const wire::HttpRequest& request, const wire::HttpResponse& response) {
    std::string message = wire::serialize(response, request.keep_alive);
    if (request.method == "HEAD") message.resize(message.size() - response.body.size());
    return message;
}

asio::awaitable<void> talk(wire::Connection connection, KeyServer& keys) {
    wire::HttpReader reader(connection, limits);
    for (;;) {
        const auto request = co_await reader.request();
        if (!request) {
            const auto last = answer_to(request.error());
            if (last) co_await part(connection, wire::serialize(*last, false));
            co_return;
        }
        const wire::HttpResponse response = keys.answer(*request);
        wire::say(fmt::format("{} {} {} {}", connection.peer().address().to_string(), connection.peer().port(),
                              wire::printable(request->method, 40), wire::status_line(response.status)));
        std::string message = message_for(*request, response);
        if (!request->keep_alive) {
            co_await part(connection, std::move(message));
            co_return;
        }
        const auto lost = co_await connection.write_all(message, stall_limit);
        if (lost) co_return;
    }
}

} // namespace

int serve_keys(const ServerOptions& options) {
    KeyServer keys(options.users, [] { return wire::random_hex(key_bytes); });
    wire::Service service;
    auto acceptor = wire::listen_on(service.io().get_executor(), options.port);
    if (!acceptor) {
        wire::complain(wire::listen_fault(options.port, acceptor.error()));
        return wire::failure;
    }
    wire::Serve serve = [&keys](wire::Connection connection) { return talk(std::move(connection), keys); };
    asio::co_spawn(service.io(), wire::accept_forever(*acceptor, std::move(serve), open_at_once), asio::detached);
    return service.run(fmt::format("serving {} users on port {}", options.users.size(), options.port));
}

} // namespace counterpart::key_server
