/// The upload server: whatever a connection brings becomes a file, with no framing at all.
#pragma once
#include <cstdint>
#include <string>

namespace counterpart::file_upload {

struct ServerOptions {
    std::uint16_t port = 0;
    std::string directory; ///< made when missing
};

/// Stores the n-th connection's bytes as n.file; "ERROR" alone when it was silent for 10 s or was reset. Serves until
/// SIGINT, SIGTERM or SIGQUIT. Returns the exit status: 0, or 1 when it could not start.
int serve_uploads(const ServerOptions& options);

} // namespace counterpart::file_upload
