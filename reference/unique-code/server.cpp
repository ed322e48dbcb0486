/// One request on each connection, one reply, then close.
#include "reference/unique-code/server.hpp"
#include "reference/unique-code/log.hpp"
#include "reference/unique-code/registry.hpp"
#include "reference/wire/http.hpp"
#include "reference/wire/listen.hpp"
#include "reference/wire/program.hpp"
#include "reference/wire/random.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

namespace counterpart::unique_code {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

// A client that is slow to begin is given half a minute, one that trickles as much in all.
constexpr wire::HttpLimits limits{.first_byte = 30s, .silence = 10s, .whole = 30s};
constexpr auto stall_limit = 10s;         // The reply is some hundred bytes: the client reads it or never will.
constexpr std::size_t open_at_once = 250; // On each port; with the largest of heads and bodies some 160 MB.
constexpr std::size_t code_bytes = 16;    // 128 bits cannot be guessed.

/// What a port replies to a request body.
using Answer = std::function<std::string(const std::string& body)>;

std::string reply_to(const wire::HttpResult<wire::HttpRequest>& request, const Answer& answer) {
    if (!request) return refusal(fmt::format("the client {}", wire::in_words(request.error())));
    if (request->method != "POST" || request->target != "/") return refusal("the request must be POST /");
    return answer(request->body);
}

asio::awaitable<void> talk(wire::Connection connection, const Answer& answer, ReplyStyle style) {
    wire::HttpReader reader(connection, limits);
    const auto request = co_await reader.request();
    if (!request && request.error() == wire::HttpFault::closed) co_return;
    std::string reply = reply_to(request, answer);
    if (style == ReplyStyle::http) reply = wire::serialize({request ? 200U : 400U, std::move(reply), {}}, false);
    const auto lost = co_await connection.write_all(reply, stall_limit);
    if (!lost) co_await connection.linger(2s, wire::in(stall_limit));
}

/// Accepts the text, stores it and only then says so (UC-6.2).
std::string store(const Registry& registry, Log& log, const std::string& body) {
    const auto text = registry.accepted_text(body);
    if (!text) return refusal(text.error().text);
    const auto failed = log.append(*text);
    if (!failed) return stored_reply();
    wire::complain("cannot write the log: " + failed.message());
    return refusal("the text could not be stored");
}

} // namespace

int serve_codes(const ServerOptions& options) {
    auto log = Log::open(options.log);
    if (!log) {
        wire::complain(fmt::format("cannot open the log {}: {}", options.log, log.error().message()));
        return wire::failure;
    }
    Registry registry([] { return wire::random_hex(code_bytes); });
    const Answer issue = [&registry](const std::string& body) {
        const auto code = registry.code_for(body);
        return code ? code_reply(*code) : refusal(code.error().text);
    };
    const Answer keep = [&](const std::string& body) { return store(registry, *log, body); };

    wire::Service service;
    auto codes = wire::listen_on(service.io().get_executor(), options.codes_port);
    auto messages = wire::listen_on(service.io().get_executor(), options.messages_port);
    if (!codes || !messages) {
        wire::complain(codes ? wire::listen_fault(options.messages_port, messages.error())
                             : wire::listen_fault(options.codes_port, codes.error()));
        return wire::failure;
    }
    const auto serve_with = [&options](const Answer& answer) -> wire::Serve {
        return [&](wire::Connection connection) { return talk(std::move(connection), answer, options.reply); };
    };
    asio::co_spawn(service.io(), wire::accept_forever(*codes, serve_with(issue), open_at_once), asio::detached);
    asio::co_spawn(service.io(), wire::accept_forever(*messages, serve_with(keep), open_at_once), asio::detached);
    return service.run(
        fmt::format("issuing codes on port {}, taking messages on port {}", options.codes_port, options.messages_port));
}

} // namespace counterpart::unique_code
