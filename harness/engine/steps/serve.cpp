// <serve>: plays its steps for every request that comes to a listener, until the candidate has ended or can go on no
// more. What is wrong is kept for <expect-served>, so that it is judged at the stage to which it belongs.
#include "harness/engine/exchange.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

using scenario::Step;

/// A program that goes on asking has been counted enough by then.
constexpr std::size_t most_requests = 400;

/// A connection with a request; once nothing more will come, also with one that will never be whole.
std::shared_ptr<Connection> asking(Play& play, const Listener& listener, bool over) {
    if (auto connection = with_request(listener); connection || !over) return connection;
    // Only then is more read: the steps receive the first request that they find, and that is to be this one.
    if (auto connection = last_request(play, listener)) return connection;
    const auto begun = std::find_if(listener.open.begin(), listener.open.end(),
                                    [](const auto& each) { return !each->closed && !each->pending.empty(); });
    return begun == listener.open.end() ? nullptr : *begun;
}

/// Waits for the next request; null when none comes any more.
boost::asio::awaitable<std::shared_ptr<Connection>> next_asking(Play& play, Listener& listener, Deadline deadline) {
    for (;;) {
        const bool gone = play.candidate_gone();
        co_await take_connections(play, listener);
        const bool over = gone || play.over(deadline);
        auto connection = asking(play, listener, over);
        if (connection || over) co_return connection;
        co_await candidate::ready(listener.acceptor, Tcp::acceptor::wait_read, deadline, *play.signal);
    }
}

std::vector<Step> otherwise_of(const Step& step) {
    for (const auto& child : step.children)
        if (child.kind == "otherwise") return child.children;
    return {};
}

} // namespace

boost::asio::awaitable<Outcome> play_serve(Scope& outer, const Step& step) {
    auto& play = outer.play;
    const auto listener = outer.listener(step);
    auto& service = play.session.services[step.plain("as")];
    const auto otherwise = otherwise_of(step);
    auto usual = step.children;
    std::erase_if(usual, [](const Step& child) { return child.kind == "otherwise"; });
    const auto most = step.has("times") ? std::stoul(step.plain("times")) : most_requests;
    while (service.requests < most) {
        const auto deadline = play.deadline(step);
        const auto connection = co_await next_asking(play, *listener, deadline);
        if (!connection) co_return Outcome{};
        const auto unread = connection->pending.size();
        Scope scope(outer, fmt::format("{}:{}", step.where.line, ++service.requests));
        auto outcome = co_await play.steps(scope, usual);
        if (outcome && outcome->harness) co_return outcome;
        if (outcome) {
            outcome->add_detail(fmt::format("in request {} to port {}", service.requests, listener->port));
            if (!service.first) service.first = std::move(outcome);
            auto also = co_await play.steps(scope, otherwise);
            static_cast<void>(also); // one fault of a request is enough
            if (!connection->closed) play.close(connection);
        } else if (!connection->closed && connection->pending.size() == unread) {
            throw std::runtime_error(
                fmt::format("{}:{}: no step of <serve> receives the request", step.where.file, step.where.line));
        }
    }
    co_return Outcome{};
}

} // namespace counterpart::engine
