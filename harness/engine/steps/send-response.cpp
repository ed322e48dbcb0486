// <send-response>: sends an HTTP response whose body is the step's text.
#include "harness/engine/send.hpp"
#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

constexpr std::size_t chunk = 50; ///< bytes in a chunk of chunked framing: small, so that there are several

/// The body in chunked transfer coding (RFC 9112 section 7.1).
scenario::Content chunked(const scenario::Content& body) {
    scenario::Content out;
    for (std::uint64_t at = 0; at < body.size(); at += chunk) {
        const auto part = body.slice(at, chunk);
        out.append(fmt::format("{:x}\r\n", part.size()));
        out.append(part);
        out.append("\r\n");
    }
    out.append("0\r\n\r\n");
    return out;
}

bool has_field(const scenario::Step& step, std::string_view name) {
    return std::any_of(step.children.begin(), step.children.end(), [&](const scenario::Step& child) {
        return child.kind == "header" && boost::beast::iequals(child.plain("name"), name);
    });
}

} // namespace

boost::asio::awaitable<Outcome> play_send_response(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto connection = scope.connection(step);
    const auto status = static_cast<unsigned>(std::stoul(step.plain("status")));
    const auto usual = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
    const auto framing = step.plain("framing", "length");
    const bool closes = framing == "close" || step.plain("then") == "close" || connection->last_request;
    const auto body = scope.values.content(step.text);
    scenario::Content message(
        fmt::format("HTTP/1.1 {} {}\r\n", status, scope.values.text(step, "reason", std::string(usual))));
    for (const auto& child : step.children)
        if (child.kind == "header")
            message.append(fmt::format("{}: {}\r\n", child.plain("name"), scope.values.text(child, "value")));
    if (framing == "length") message.append(fmt::format("Content-Length: {}\r\n", body.size()));
    if (framing == "chunked") message.append("Transfer-Encoding: chunked\r\n");
    if (closes && !has_field(step, "Connection")) message.append("Connection: close\r\n");
    message.append("\r\n");
    message.append(framing == "chunked" ? chunked(body) : body);
    const auto pieces = pieces_of(step);
    const auto deadline = play.deadline(step);
    auto outcome = co_await play.deliver(*connection, message, pieces, deadline);
    if (!outcome && closes) play.close(connection);
    co_return outcome;
}

} // namespace counterpart::engine
