// <receive-response>: receives one HTTP response and judges its status, fields and body.
#include "harness/engine/compare.hpp"
#include "harness/engine/exchange.hpp"
#include "harness/engine/explain.hpp"
#include <fmt/format.h>
#include <sstream>

namespace counterpart::engine {
namespace {

/// Whether a status is one of "200", "4xx", "403 404".
bool status_right(const std::string& wanted, unsigned status) {
    std::istringstream words(wanted);
    const auto digits = std::to_string(status);
    for (std::string word; words >> word;)
        if (word == digits || (word.ends_with("xx") && word[0] == digits[0])) return true;
    return false;
}

Outcome judge_response(Scope& scope, const scenario::Step& step, const HttpMessage& response) {
    const auto wanted = step.plain("status");
    if (!status_right(wanted, response.status)) {
        Miss miss;
        miss.summary = fmt::format("the response's status is {} instead of {}", response.status, wanted);
        miss.expected = "status " + wanted;
        miss.got = fmt::format("status {}, body {}", response.status, visible(response.body));
        miss.parts = parts_of(response);
        miss.part = "status";
        return miss;
    }
    if (auto outcome = judge_fields(scope, step, response)) return outcome;
    if (step.has("equals") && response.body != scope.values.text(step, "equals"))
        return part_missed(response, "body", scope.values.text(step, "equals"), response.body);
    const auto expression = scope.values.text(step, "matches");
    if (expression.empty() || found_in(expression, response.body, true)) return {};
    Miss miss;
    miss.summary = "the response's body is not of the form that was expected";
    miss.expected = fmt::format("a body that matches {}", expression);
    miss.got = visible(response.body);
    miss.parts = parts_of(response);
    miss.part = "body";
    return miss;
}

} // namespace

boost::asio::awaitable<Outcome> play_receive_response(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto connection = scope.connection(step);
    const auto deadline = play.deadline(step);
    if (!connection->reading_ahead) read_ahead(play, connection);
    HttpMessage response;
    auto outcome = co_await next_message(play, *connection, false, deadline, response);
    const bool ended = connection->pending.empty() && (connection->finished || connection->reset);
    if (outcome && ended && connection->last_response && step.has("after-last")) {
        play.remark(scope.values.text(step, "after-last"));
        co_return Outcome{};
    }
    if (outcome) co_return outcome;
    connection->last_response = !response.keep_alive;
    if (step.has("capture")) scope.values.set(step.plain("capture"), scenario::Content(response.body));
    co_return judge_response(scope, step, response);
}

} // namespace counterpart::engine
