// <receive-reply>: receives a reply that is bare, without a status line, up to the close; an HTTP response's body is
// taken for it as well.
#include "harness/engine/compare.hpp"
#include "harness/engine/exchange.hpp"
#include "harness/engine/explain.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

constexpr std::string_view http_start = "HTTP/";
/// A line is a whole reply to those who read lines: what comes after it, the close as a rule, is waited for no longer.
constexpr std::chrono::milliseconds after_line{1000};

bool is_http(std::string_view bytes) { return bytes.starts_with(http_start); }

/// How a bare reply ended, when not by the close that says that it is whole.
boost::asio::awaitable<Outcome> not_ended(Play& play, const Connection& connection) {
    const auto& reply = connection.pending;
    if (reply.ends_with('\n')) {
        play.remark("the connection stays open after the reply's line");
        co_return Outcome{};
    }
    const auto summary = reply.empty() ? std::string("no reply came")
                                       : fmt::format("the reply has no end: after its {} bytes there is neither a "
                                                     "newline nor the connection's end",
                                                     reply.size());
    auto miss = co_await play.missed(FailureType::timeout, summary);
    co_return Outcome{std::move(miss)};
}

/// Waits for the end of the reply; whether it is HTTP is seen in its first bytes.
boost::asio::awaitable<Outcome> bare_reply(Play& play, const Connection& connection, Deadline deadline) {
    std::size_t before = 0;
    auto until = deadline;
    for (;;) {
        if (connection.pending.size() != before) {
            before = connection.pending.size();
            const bool line = connection.pending.ends_with('\n') && !is_http(connection.pending);
            until = line ? std::min(deadline, play.in(after_line)) : deadline;
        }
        const bool ended = connection.finished || connection.reset;
        if (ended && !connection.pending.empty()) co_return Outcome{};
        if (ended) {
            const auto type = connection.reset ? FailureType::reset : FailureType::closed;
            const auto summary = fmt::format("the program {} connection '{}' without a reply",
                                             connection.reset ? "cut off" : "closed", connection.name);
            auto miss = co_await play.missed(type, summary);
            co_return Outcome{std::move(miss)};
        }
        if (is_http(connection.pending)) co_return Outcome{};
        if (play.over(until)) {
            auto outcome = co_await not_ended(play, connection);
            co_return outcome;
        }
        co_await candidate::changed(*play.signal, until);
    }
}

Outcome judge_form(const Scope& scope, const scenario::Step& step, const std::string& reply) {
    const auto expression = scope.values.text(step, "matches");
    if (expression.empty() || found_in(expression, reply, true)) return {};
    Miss miss;
    miss.summary = "the reply is not of the form that was expected";
    miss.expected = fmt::format("a reply that matches {}", expression);
    return miss;
}

} // namespace

boost::asio::awaitable<Outcome> play_receive_reply(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto connection = scope.connection(step);
    const auto deadline = play.deadline(step);
    if (!connection->reading_ahead) read_ahead(play, connection);
    auto outcome = co_await bare_reply(play, *connection, deadline);
    std::string reply = connection->pending;
    if (!outcome && is_http(reply)) {
        HttpMessage response;
        auto incomplete = co_await next_message(play, *connection, false, deadline, response);
        if (incomplete) co_return incomplete;
        auto remark = scope.values.text(step, "http");
        if (!remark.empty()) play.remark(std::move(remark));
        scope.values.set(step.plain("capture"), scenario::Content(response.body));
        co_return Outcome{};
    }
    if (!outcome) {
        connection->pending.clear();
        if (connection->reset) play.remark("the reply was ended by a reset (RST) instead of an orderly close");
        outcome = judge_form(scope, step, reply);
    }
    if (outcome) {
        outcome->got = visible(reply, 1000);
        outcome->parts[""] = reply;
    }
    scope.values.set(step.plain("capture"), scenario::Content(std::move(reply)));
    co_return outcome;
}

} // namespace counterpart::engine
