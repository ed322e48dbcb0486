/// The file client: one put, get or list.
#pragma once
#include "reference/file-exchange/wire_format.hpp"
#include <boost/asio/awaitable.hpp>

namespace counterpart::file_exchange {

struct ClientOptions {
    std::string host;
    std::uint16_t port = 0;
    Kind kind = Kind::list;
    std::string name; ///< a file in the working directory; empty for a list
};

/// Performs the request and prints its report on stderr; a listing goes to stdout. Returns the exit status.
boost::asio::awaitable<int> request_once(ClientOptions options);

} // namespace counterpart::file_exchange
