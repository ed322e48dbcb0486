/// The key server's connections: requests in, answers out, one after another on each.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace counterpart::key_server {

struct ServerOptions {
    std::uint16_t port = 0;
    std::vector<std::string> users;
};

/// Serves until SIGINT, SIGTERM or SIGQUIT. Returns the exit status: 0, or 1 when it could not start.
int serve_keys(const ServerOptions& options);

} // namespace counterpart::key_server
