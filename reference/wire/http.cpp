/// The only file that includes Beast.
#include "reference/wire/http.hpp"
#include <array>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/format.h>

namespace counterpart::wire {

namespace http = boost::beast::http;

namespace {

HttpFault parse_fault(const error_code& error) {
    if (error == http::error::header_limit) return HttpFault::head_too_large;
    if (error == http::error::body_limit) return HttpFault::body_too_large;
    if (error == http::error::partial_message || error == http::error::end_of_stream) return HttpFault::cut_off;
    return HttpFault::malformed;
}

/// Beast reads on for the body of a request only after this answer has gone out.
bool expects_continue(const http::request_parser<http::string_body>& parser) {
    return boost::beast::iequals(parser.get()[http::field::expect], "100-continue");
}
bool expects_continue(const http::response_parser<http::string_body>&) { return false; }

} // namespace

std::string_view in_words(HttpFault fault) {
    switch (fault) {
    case HttpFault::closed: return "closed the connection without a message";
    case HttpFault::cut_off: return "closed the connection in the middle of a message";
    case HttpFault::idle: return "sent nothing in time";
    case HttpFault::timed_out: return "did not finish its message in time";
    case HttpFault::malformed: return "sent something that is not HTTP";
    case HttpFault::head_too_large: return "sent a head that is too large";
    case HttpFault::body_too_large: return "sent a body that is too large";
    }
    std::abort(); // A value outside the enumeration is our own fault.
}

template <class Parser>
asio::awaitable<HttpResult<std::size_t>> HttpReader::read_into(Parser& parser) {
    parser.header_limit(limits_.head);
    parser.body_limit(limits_.body);
    parser.eager(true);
    bool begun = !pending_.empty();
    bool told_to_continue = false;
    Deadline whole = in(limits_.whole);
    for (;;) {
        error_code error;
        if (!pending_.empty()) pending_.erase(0, parser.put(asio::buffer(pending_), error));
        if (error && error != http::error::need_more) co_return parse_fault(error);
        if (parser.is_done()) co_return std::size_t{0};
        if (!told_to_continue && parser.is_header_done() && expects_continue(parser)) {
            told_to_continue = true;
            error = co_await connection_.write_all("HTTP/1.1 100 Continue\r\n\r\n", limits_.silence);
            if (error) co_return HttpFault::cut_off;
        }

        std::array<char, 16 * 1024> chunk;
        const Deadline next = begun ? std::min(in(limits_.silence), whole) : in(limits_.first_byte);
        const Transfer got = co_await connection_.read_some(asio::buffer(chunk), next);
        if (got.error == asio::error::timed_out) co_return begun ? HttpFault::timed_out : HttpFault::idle;
        if (got.error && !begun) co_return HttpFault::closed;
        if (got.error) {
            if (got.error == asio::error::eof) parser.put_eof(error); // The end of a body without a length.
            if (got.error == asio::error::eof && !error && parser.is_done()) co_return std::size_t{0};
            co_return HttpFault::cut_off;
        }
        if (!begun) whole = in(limits_.whole);
        begun = true;
        pending_.append(chunk.data(), got.size);
    }
}

asio::awaitable<HttpResult<HttpRequest>> HttpReader::request() {
    http::request_parser<http::string_body> parser;
    const auto read = co_await read_into(parser);
    if (!read) co_return HttpResult<HttpRequest>(read.error());
    auto& message = parser.get();
    HttpRequest request{std::string(message.method_string()), std::string(message.target()), message.keep_alive(),
                        std::move(message.body())};
    co_return HttpResult<HttpRequest>(std::move(request));
}

asio::awaitable<HttpResult<HttpResponse>> HttpReader::response() {
    // A server that sends interim responses for ever would hold us for ever; real ones send one or two.
    for (int interim = 0; interim < 8; ++interim) {
        http::response_parser<http::string_body> parser;
        const auto read = co_await read_into(parser);
        if (!read) co_return HttpResult<HttpResponse>(read.error());
        auto& message = parser.get();
        if (message.result_int() / 100 == 1) continue;
        HttpResponse response{message.result_int(), std::move(message.body()), {}};
        co_return HttpResult<HttpResponse>(std::move(response));
    }
    co_return HttpResult<HttpResponse>(HttpFault::malformed);
}

std::string status_line(unsigned status) {
    const auto reason = http::obsolete_reason(http::int_to_status(status));
    return fmt::format("{} {}", status, std::string_view(reason.data(), reason.size()));
}

std::string serialize(const HttpResponse& response, bool keep_alive) {
    std::string head = fmt::format("HTTP/1.1 {}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n",
                                   status_line(response.status), response.body.size());
    for (const auto& [name, value] : response.headers) head += fmt::format("{}: {}\r\n", name, value);
    head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head + response.body;
}

std::string serialize_request(std::string_view method, std::string_view target, std::string_view host,
                              std::string_view body) {
    std::string head =
        fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nAccept: text/plain\r\nConnection: close\r\n", method, target, host);
    if (!body.empty()) head += fmt::format("Content-Length: {}\r\n", body.size());
    return fmt::format("{}\r\n{}", head, body);
}

} // namespace counterpart::wire
