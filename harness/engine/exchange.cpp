#include "harness/engine/exchange.hpp"
#include "harness/engine/compare.hpp"
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

namespace counterpart::engine {

namespace asio = boost::asio;

namespace {

constexpr std::size_t message_limit = 4 << 20; ///< what is read ahead; a message beyond it is judged by its beginning

// Reads what has come on a connection by now; false when nothing more will come, or be kept.
bool read_what_came(Play& play, Connection& connection) {
    std::array<char, 65536> buffer;
    while (connection.socket.is_open() && !connection.finished && !connection.reset &&
           connection.pending.size() < message_limit) {
        const auto count = ::recv(connection.socket.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno == EAGAIN) return true;
        if (count > 0) {
            const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
            connection.pending += bytes;
            connection.received += bytes.size();
            play.note(Direction::from_candidate, connection.name, "received", bytes.size(), bytes);
        } else {
            (count == 0 ? connection.finished : connection.reset) = true;
            play.note(Direction::from_candidate, connection.name, count == 0 ? "closed" : "reset");
        }
        play.signal->notify();
    }
    return false;
}

asio::awaitable<void> read_all(Play& play, std::shared_ptr<Connection> connection) {
    for (;;) {
        auto [error] =
            co_await connection->socket.async_wait(Tcp::socket::wait_read, asio::as_tuple(asio::use_awaitable));
        if (error == asio::error::operation_aborted && connection->socket.is_open()) continue;
        if (!connection->socket.is_open()) co_return; // the case is over: nothing of it is touched any more
        if (!read_what_came(play, *connection)) co_return;
    }
}

} // namespace

void read_ahead(Play& play, const std::shared_ptr<Connection>& connection) {
    connection->reading_ahead = true;
    asio::co_spawn(play.executor, read_all(play, connection), asio::detached);
}

asio::awaitable<void> take_connections(Play& play, Listener& listener) {
    for (;;) {
        auto connection =
            co_await play.accept(listener, fmt::format("{}.{}", listener.name, listener.open.size() + 1), Deadline{});
        if (!connection) co_return;
        listener.open.push_back(play.session.own(connection));
        read_ahead(play, connection);
    }
}

std::shared_ptr<Connection> with_request(const Listener& listener) {
    for (const auto& connection : listener.open) {
        const bool over = connection->finished || connection->reset;
        // What comes on a connection that we have closed, a real server would never see.
        if (connection->pending.empty() || connection->closed) continue;
        if (over || read_request(connection->pending, false).state != HttpRead::State::incomplete) return connection;
    }
    return nullptr;
}

std::shared_ptr<Connection> last_request(Play& play, const Listener& listener) {
    for (const auto& connection : listener.open) read_what_came(play, *connection);
    return with_request(listener);
}

std::map<std::string, std::string> parts_of(const HttpMessage& message) {
    return {{"method", message.method},
            {"target", message.target},
            {"version", message.version},
            {"head", message.head},
            {"body", message.body},
            {"status", message.status ? std::to_string(message.status) : ""},
            {"", message.head + "\r\n\r\n" + message.body}};
}

Miss part_missed(const HttpMessage& message, const std::string& part, const std::string& wanted,
                 const std::string& got) {
    Comparison comparison{scenario::Content(wanted)};
    comparison.take(got);
    auto miss =
        comparison.verdict(fmt::format("the {}'s {}", message.status ? "response" : "request", part)).value_or(Miss{});
    if (got.size() < 200 && wanted.size() < 200)
        miss.summary = fmt::format("the {}'s {} is {} instead of {}", message.status ? "response" : "request", part,
                                   visible(got), visible(wanted));
    miss.parts = parts_of(message);
    miss.part = part;
    miss.wanted = wanted;
    return miss;
}

Outcome judge_fields(Scope& scope, const scenario::Step& step, const HttpMessage& message) {
    for (const auto& child : step.children) {
        if (child.kind != "header") continue;
        const auto name = child.plain("name");
        const auto* value = message.field(name);
        const bool right = value && (!child.has("value") || *value == scope.values.text(child, "value"));
        if (right) continue;
        const auto said = value ? fmt::format("the header field {} is {}", name, visible(*value))
                                : fmt::format("there is no header field {}", name);
        if (child.plain("otherwise") == "remark") {
            scope.play.remark(said);
            continue;
        }
        Miss miss;
        miss.summary = said;
        miss.expected =
            fmt::format("{}: {}", name, child.has("value") ? scope.values.text(child, "value") : "any value");
        miss.got = visible(message.head, 1000);
        miss.parts = parts_of(message);
        miss.part = "head";
        return miss;
    }
    return {};
}

asio::awaitable<Miss> message_missed(Play& play, const Connection& connection, const HttpRead& read,
                                     const std::string& name) {
    const bool over = connection.finished || connection.reset;
    Miss miss;
    if (read.state == HttpRead::State::malformed && !connection.pending.empty()) {
        miss.summary = fmt::format("{} is no HTTP message: {}", name, read.trouble);
        co_await play.add_end(miss);
    } else if (over) {
        const auto type = connection.reset ? FailureType::reset : FailureType::closed;
        auto summary = fmt::format("the program {} connection '{}' before {} was complete ({})",
                                   connection.reset ? "cut off" : "closed", connection.name, name, read.trouble);
        auto ended = co_await play.missed(type, std::move(summary));
        miss = std::move(ended);
    } else {
        auto late =
            co_await play.missed(FailureType::timeout, fmt::format("{} did not come whole: {}", name, read.trouble));
        miss = std::move(late);
    }
    miss.got = visible(connection.pending, 1000);
    miss.part = "head";
    miss.parts["head"] = miss.parts[""] = connection.pending;
    co_return miss;
}

asio::awaitable<Outcome> next_message(Play& play, Connection& connection, bool request, Deadline deadline,
                                      HttpMessage& into) {
    for (;;) {
        const bool late = play.over(deadline);
        if (late) read_what_came(play, connection); // nobody looks again
        const bool over = connection.finished || connection.reset || connection.pending.size() >= message_limit;
        auto read = request ? read_request(connection.pending, over) : read_response(connection.pending, over);
        if (read.state == HttpRead::State::complete) {
            into = std::move(read.message);
            connection.pending.erase(0, read.used);
            co_return Outcome{};
        }
        if (read.state == HttpRead::State::malformed || over || late) {
            const std::string name = request ? "the request" : "the response";
            auto miss = co_await message_missed(play, connection, read, name);
            co_return Outcome{std::move(miss)};
        }
        co_await candidate::changed(*play.signal, deadline);
    }
}

} // namespace counterpart::engine
