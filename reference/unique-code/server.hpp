/// The server of unique codes: two ports, one registry, one log.
#pragma once
#include <cstdint>
#include <string>

namespace counterpart::unique_code {

/// How a reply goes over the wire: the bare literal, which is the norm, or as the body of an HTTP response.
enum class ReplyStyle { bare, http };

struct ServerOptions {
    std::uint16_t codes_port = 8000;
    std::uint16_t messages_port = 8001;
    ReplyStyle reply = ReplyStyle::bare;
    std::string log = "logs.txt";
};

/// Serves until SIGINT, SIGTERM or SIGQUIT. Returns the exit status: 0, or 1 when it could not start.
int serve_codes(const ServerOptions& options);

} // namespace counterpart::unique_code
