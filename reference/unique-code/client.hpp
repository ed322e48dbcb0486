/// Client objects that each ask for a code and then leave a message.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>

namespace counterpart::unique_code {

struct ClientOptions {
    std::string host = "127.0.0.1";
    std::uint16_t codes_port = 8000;
    std::uint16_t messages_port = 8001;
    unsigned count = 50;
};

/// Plays `count` clients one after another, each with a uuid of its own. What the server refuses is printed and
/// passed over (UC-C5); a server that cannot be reached or understood ends the run with status 1.
boost::asio::awaitable<int> leave_messages(ClientOptions options);

} // namespace counterpart::unique_code
