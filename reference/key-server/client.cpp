/// Each request has a connection of its own: a server that keeps none alive is as good as one that does.
#include "reference/key-server/client.hpp"
#include "reference/wire/dial.hpp"
#include "reference/wire/http.hpp"
#include "reference/wire/percent.hpp"
#include "reference/wire/problem.hpp"
#include "reference/wire/program.hpp"
#include "reference/wire/text.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace counterpart::key_server {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto connect_limit = 8s; // KS-H1 gives 10 s for the whole of a call that leads nowhere.
// A server that trickles its answer is borne with for a minute, one that is silent is not.
constexpr wire::HttpLimits limits{.body = 1024 * 1024, .first_byte = 8s, .silence = 8s, .whole = 60s};

using Answer = wire::Attempt<wire::HttpResponse>;

/// One request and its response, or what went wrong in words.
asio::awaitable<Answer> exchange(const ClientOptions& options, std::string_view method, std::string_view target) {
    auto connection = co_await wire::dial(options.host, options.port, wire::in(connect_limit));
    if (!connection) {
        co_return Answer(wire::Problem{fmt::format("cannot connect to {} port {}: {}", options.host, options.port,
                                                   wire::in_words(connection.error()))});
    }
    const bool literal_v6 = options.host.find(':') != std::string::npos;
    const std::string host = fmt::format(fmt::runtime(literal_v6 ? "[{}]:{}" : "{}:{}"), options.host, options.port);
    const std::string request = wire::serialize_request(method, target, host, "");
    const auto unsent = co_await connection->write_all(request, limits.silence);
    if (unsent) co_return Answer(wire::Problem{fmt::format("cannot send the request: {}", wire::in_words(unsent))});
    wire::HttpReader reader(*connection, limits);
    auto response = co_await reader.response();
    if (!response) co_return Answer(wire::Problem{fmt::format("the server {}", wire::in_words(response.error()))});
    co_return Answer(std::move(*response));
}

/// The response's body when its status is a success, or the server's message.
Answer only_success(Answer answer) {
    if (!answer || answer->status / 100 == 2) return answer;
    return wire::Problem{fmt::format("the server answered {}: {}", wire::status_line(answer->status),
                                     wire::printable(answer->body, 1000))};
}

} // namespace

bool is_key(std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdefABCDEF";
    return text.size() == 128 && text.find_first_not_of(hex) == std::string_view::npos;
}

asio::awaitable<int> fetch_and_present(ClientOptions options) {
    const std::string user = wire::percent_encode(options.user_id);
    const std::string user_target = fmt::format("/user/{}/", user);
    Answer answer = co_await exchange(options, "KEY", user_target);
    const Answer key = only_success(std::move(answer));
    if (!key) {
        wire::complain(key.error().text);
        co_return wire::failure;
    }
    if (!is_key(key->body)) {
        wire::complain(fmt::format("the server's key is not 128 hex digits but {} bytes: '{}'", key->body.size(),
                                   wire::printable(key->body)));
        co_return wire::failure;
    }
    wire::say(key->body);

    const std::string key_target = fmt::format("/key/{}/{}/", user, key->body);
    answer = co_await exchange(options, "PUT", key_target);
    const Answer verdict = only_success(std::move(answer));
    if (!verdict) {
        wire::complain(verdict.error().text);
        co_return wire::failure;
    }
    wire::say(verdict->body);
    co_return wire::success;
}

} // namespace counterpart::key_server
