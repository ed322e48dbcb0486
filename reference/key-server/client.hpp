/// The key client: asks for a key, then presents it.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace counterpart::key_server {

struct ClientOptions {
    std::string host;
    std::uint16_t port = 0;
    std::string user_id;
};

/// Stages 1 to 4. Prints the key and the server's response on stdout, a line each; on an error its message on
/// stderr. Returns the exit status.
boost::asio::awaitable<int> fetch_and_present(ClientOptions options);

/// Whether `text` is 128 hex digits.
bool is_key(std::string_view text);

} // namespace counterpart::key_server
