/// One connection for each request, as the server closes after its reply.
#include "reference/unique-code/client.hpp"
#include "reference/wire/dial.hpp"
#include "reference/wire/http.hpp"
#include "reference/wire/problem.hpp"
#include "reference/wire/program.hpp"
#include "reference/wire/python_literal.hpp"
#include "reference/wire/random.hpp"
#include "reference/wire/text.hpp"
#include <array>
#include <fmt/format.h>

namespace counterpart::unique_code {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using wire::PyValue;

namespace {

constexpr auto connect_limit = 8s; // UC-CH2: the end within 10 s when the server is gone.
constexpr wire::HttpLimits limits{.first_byte = 8s, .silence = 8s, .whole = 60s};
constexpr std::string_view http_start = "HTTP/";

using Text = wire::Attempt<std::string>;

asio::awaitable<Text> read_http_body(wire::Connection& connection, std::string received) {
    wire::HttpReader reader(connection, limits, std::move(received));
    auto response = co_await reader.response();
    if (!response) co_return Text(wire::Problem{fmt::format("it {}", wire::in_words(response.error()))});
    co_return Text(std::move(response->body));
}

/// The reply's literal, whether it came bare, to the end of the line or the connection, or as the body of an HTTP
/// response (UC-CH1).
asio::awaitable<Text> read_reply(wire::Connection& connection) {
    std::string reply;
    const auto deadline = wire::in(limits.whole);
    for (;;) {
        if (reply.starts_with(http_start)) co_return co_await read_http_body(connection, std::move(reply));
        if (reply.size() >= limits.head || reply.find('\n') != reply.npos) co_return Text(std::move(reply));
        std::array<char, 4096> chunk;
        const auto next = std::min(wire::in(limits.silence), deadline);
        const auto got = co_await connection.read_some(asio::buffer(chunk), next);
        if (got.error == asio::error::eof && !reply.empty()) co_return Text(std::move(reply));
        if (got.error) co_return Text(wire::Problem{wire::in_words(got.error)});
        reply.append(chunk.data(), got.size);
    }
}

/// Posts `body` and returns the reply's literal.
asio::awaitable<Text> post(const ClientOptions& options, std::uint16_t port, const PyValue& body) {
    auto connection = co_await wire::dial(options.host, port, wire::in(connect_limit));
    if (!connection) co_return Text(wire::Problem{wire::in_words(connection.error())});
    const std::string host = fmt::format("{}:{}", options.host, port);
    const std::string literal = wire::python_repr(body);
    const std::string request = wire::serialize_request("POST", "/", host, literal);
    const auto unsent = co_await connection->write_all(request, limits.silence);
    if (unsent) co_return Text(wire::Problem{wire::in_words(unsent)});
    co_return co_await read_reply(*connection);
}

/// What a reply says: granted, and with which code if any; or refused, and why.
struct Verdict {
    bool granted = false;
    std::string code_or_error;
};

wire::Attempt<Verdict> understand(const std::string& reply) {
    const auto parsed = wire::parse_python_literal(reply);
    const auto unclear = [&](const std::string& why) {
        return wire::Problem{fmt::format("its reply cannot be used ({}): {}", why, wire::printable(reply))};
    };
    if (!parsed) return unclear(parsed.error().message);
    const PyValue* success = parsed->dict() ? parsed->dict()->find("success") : nullptr;
    const bool* granted = success ? std::get_if<bool>(&success->value) : nullptr;
    if (!granted) return unclear("no 'success' that is True or False");
    const PyValue* detail = parsed->dict()->find(*granted ? "unique" : "error");
    return Verdict{*granted, detail && detail->text() ? *detail->text() : std::string()};
}

/// One exchange on one port, described in the problem when it fails.
asio::awaitable<wire::Attempt<Verdict>> ask(const ClientOptions& options, std::uint16_t port, const PyValue& body) {
    using Answer = wire::Attempt<Verdict>;
    const Text reply = co_await post(options, port, body);
    const Answer verdict = reply ? understand(*reply) : Answer(reply.error());
    if (verdict) co_return verdict;
    co_return Answer(
        wire::Problem{fmt::format("the server at {} port {}: {}", options.host, port, verdict.error().text)});
}

PyValue dict(std::vector<std::pair<const char*, std::string>> entries) {
    wire::PyDict made;
    for (auto& [key, text] : entries) made.items.push_back({PyValue{std::string(key)}, PyValue{std::move(text)}});
    return PyValue{std::move(made)};
}

/// Stages 2 to 5 for one client object; false when it was refused.
asio::awaitable<wire::Attempt<bool>> leave_message(const ClientOptions& options, unsigned index) {
    using Answer = wire::Attempt<bool>;
    const std::string uuid = wire::random_uuid();
    const PyValue question = dict({{"uuid", uuid}});
    const auto code = co_await ask(options, options.codes_port, question);
    if (!code) co_return Answer(code.error());
    if (!code->granted || code->code_or_error.empty()) {
        const bool empty = code->granted;
        wire::say(fmt::format("client {}: no code: {}", index,
                              empty ? "the reply has none" : wire::printable(code->code_or_error)));
        co_return Answer(false);
    }
    const std::string text = fmt::format("Text insertion for index {}", index);
    const PyValue message = dict({{"uuid", uuid}, {"unique", code->code_or_error}, {"text", text}});
    const auto stored = co_await ask(options, options.messages_port, message);
    if (!stored) co_return Answer(stored.error());
    if (!stored->granted)
        wire::say(fmt::format("client {}: not stored: {}", index, wire::printable(stored->code_or_error)));
    co_return Answer(stored->granted);
}

} // namespace

asio::awaitable<int> leave_messages(ClientOptions options) {
    unsigned stored = 0;
    for (unsigned index = 0; index < options.count; ++index) {
        const auto done = co_await leave_message(options, index);
        if (!done) {
            wire::complain(fmt::format("client {}: {}", index, done.error().text));
            co_return wire::failure;
        }
        if (*done) ++stored;
    }
    wire::say(fmt::format("{} of {} texts stored", stored, options.count));
    co_return wire::success;
}

} // namespace counterpart::unique_code
