// <receive-request>: receives one HTTP request on any connection to a listener, and judges it part by part.
#include "harness/engine/exchange.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

std::shared_ptr<Connection> last_open(const Listener& listener) {
    for (auto each = listener.open.rbegin(); each != listener.open.rend(); ++each)
        if (!(*each)->closed) return *each;
    return nullptr;
}

Outcome judge_request(Scope& scope, const scenario::Step& step, const HttpMessage& request) {
    const auto method = scope.values.text(step, "method", request.method);
    if (request.method != method) return part_missed(request, "method", method, request.method);
    const auto target = scope.values.text(step, "target", request.target);
    if (request.target != target) return part_missed(request, "target", target, request.target);
    if (auto outcome = judge_fields(scope, step, request)) return outcome;
    if (step.has("method") && request.version != "HTTP/1.1")
        return part_missed(request, "version", "HTTP/1.1", request.version);
    return {};
}

} // namespace

boost::asio::awaitable<Outcome> play_receive_request(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto listener = scope.listener(step);
    const auto deadline = play.deadline(step);
    std::shared_ptr<Connection> connection;
    for (;;) {
        const bool gone = play.candidate_gone();
        co_await take_connections(play, *listener);
        connection = with_request(*listener);
        if (connection) break;
        if (gone || play.over(deadline)) {
            connection = last_request(play, *listener);
            break;
        }
        co_await candidate::ready(listener->acceptor, Tcp::acceptor::wait_read, deadline, *play.signal);
    }
    // Nothing whole came: the last connection that is still ours to read is the one that says what did.
    if (!connection) connection = last_open(*listener);
    if (!connection) {
        auto summary = fmt::format("the program did not connect to port {}{}", listener->port,
                                   listener->open.empty() ? "" : " again, after the server had closed the connection");
        auto miss = co_await play.missed(FailureType::timeout, std::move(summary));
        co_return Outcome{std::move(miss)};
    }
    scope.add(step.plain("as"), connection);
    HttpMessage request;
    auto outcome = co_await next_message(play, *connection, true, Clock::now(), request);
    if (outcome) co_return outcome;
    connection->last_request = !request.keep_alive;
    if (step.has("capture")) scope.values.set(step.plain("capture"), scenario::Content(request.body));
    co_return judge_request(scope, step, request);
}

} // namespace counterpart::engine
