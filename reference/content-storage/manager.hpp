/// The content manager: tells a remote server where to connect, and saves the two files that it then sends.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>

namespace counterpart::content_storage {

struct ManagerOptions {
    std::string host;           ///< where the remote server listens
    std::uint16_t port = 0;     ///< and on which port
    std::uint16_t srv_port = 0; ///< where we listen for the uploads
};

/// Stages 2 to 5. Files go into the working directory. Returns 0 when both uploads were saved, else 1; says why on
/// stderr. An upload counts as soon as its name has arrived, whether or not it can be saved; a connection that never
/// sends a name does not count (CS-H1, CS-H2).
boost::asio::awaitable<int> store_two_files(ManagerOptions options);

} // namespace counterpart::content_storage
