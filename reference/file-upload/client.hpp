/// The upload client: a file's bytes and nothing else.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>

namespace counterpart::file_upload {

struct ClientOptions {
    std::string host;
    std::uint16_t port = 0;
    std::string file;
};

/// Sends the file and waits until the server has it. Returns the exit status; says why on stderr.
boost::asio::awaitable<int> upload(ClientOptions options);

} // namespace counterpart::file_upload
