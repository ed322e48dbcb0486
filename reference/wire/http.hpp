/// HTTP/1.1 messages over a Connection: what several programs share. Parsing is Beast's; limits and deadlines are ours.
#pragma once
#include "reference/wire/connection.hpp"
#include <boost/system/result.hpp>
#include <cstdint>
#include <utility>
#include <vector>

namespace counterpart::wire {

struct HttpRequest {
    std::string method;
    std::string target;
    bool keep_alive = false; ///< the client lets the connection be used again
    std::string body;
};

struct HttpResponse {
    unsigned status = 200;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers; ///< beside Content-Type, -Length and Connection
};

/// Why no message could be read.
enum class HttpFault {
    closed,         ///< the peer closed or reset before the first byte
    cut_off,        ///< it closed or reset in the middle of a message
    idle,           ///< the first byte did not come in time
    timed_out,      ///< the rest of the message did not come in time
    malformed,      ///< what came is not HTTP
    head_too_large, ///< the head exceeds the limit
    body_too_large, ///< the body exceeds the limit, or claims to
};

/// The fault as the end of a sentence about the peer: "sent something that is not HTTP".
std::string_view in_words(HttpFault fault);

struct HttpLimits {
    std::uint32_t head = 64 * 1024;  ///< bytes
    std::uint64_t body = 256 * 1024; ///< bytes
    Clock::duration first_byte;      ///< how long to wait for a message to begin
    Clock::duration silence;         ///< how long a message may pause
    Clock::duration whole;           ///< how long it may take in all: a byte a second does not hold us for ever
};

template <class T>
using HttpResult = boost::system::result<T, HttpFault>;

/// Reads the messages of one connection, one after another; what arrives beyond a message belongs to the next.
class HttpReader {
public:
    /// The connection must outlive the reader. `received` is what was read from it before.
    HttpReader(Connection& connection, HttpLimits limits, std::string received = {})
        : connection_(connection), limits_(limits), pending_(std::move(received)) {}

    /// The next request. Answers "Expect: 100-continue" on its own.
    asio::awaitable<HttpResult<HttpRequest>> request();

    /// The final response (1xx are passed over). Decodes chunks; a body without length ends with the connection.
    asio::awaitable<HttpResult<HttpResponse>> response();

private:
    template <class Parser>
    asio::awaitable<HttpResult<std::size_t>> read_into(Parser& parser);

    Connection& connection_;
    HttpLimits limits_;
    std::string pending_;
};

/// The response as it goes over the wire, with Content-Length and text/plain.
std::string serialize(const HttpResponse& response, bool keep_alive);

/// A request as it goes over the wire; Content-Length is there when there is a body.
std::string serialize_request(std::string_view method, std::string_view target, std::string_view host,
                              std::string_view body);

/// "404 Not Found"
std::string status_line(unsigned status);

} // namespace counterpart::wire
