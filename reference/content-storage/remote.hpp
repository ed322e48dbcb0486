/// The remote server: waits to be told a port, then sends two files there.
#pragma once
#include <cstdint>
#include <string>

namespace counterpart::content_storage {

struct RemoteOptions {
    std::uint16_t port = 0;
    std::string first_file; ///< path; sent under its last component
    std::string second_file;
};

/// Serves announcements until SIGINT, SIGTERM or SIGQUIT. Returns the exit status: 0, or 1 when it could not start.
int serve_announcements(const RemoteOptions& options);

} // namespace counterpart::content_storage
