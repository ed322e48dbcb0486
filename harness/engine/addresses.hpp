/// Where a candidate can be reached: it may have bound every address or just one of those that the case names.
#pragma once
#include "harness/engine/play.hpp"
#include <sstream>

namespace counterpart::engine {

/// The first of the addresses (words) on which somebody listens on the port.
inline std::optional<std::string> listened_address(Play& play, const std::string& addresses, std::uint16_t port) {
    std::istringstream words(addresses);
    for (std::string address; words >> address;)
        if (play.watch.listener(address, port)) return address;
    return {};
}

} // namespace counterpart::engine
