/// The file server: puts, gets and lists in its working directory.
#pragma once
#include <cstdint>

namespace counterpart::file_exchange {

/// Serves the working directory on `port` until SIGINT, SIGTERM or SIGQUIT, one request on each connection. Returns
/// the exit status: 0, or 1 when it could not start.
int serve_files(std::uint16_t port);

} // namespace counterpart::file_exchange
