/// See announcement.hpp.
#include "reference/content-storage/announcement.hpp"
#include <charconv>

namespace counterpart::content_storage {

std::optional<std::uint16_t> parse_announcement(std::string_view message) {
    if (message.ends_with('\n')) message.remove_suffix(1);
    if (message.ends_with('\r')) message.remove_suffix(1);
    std::uint16_t port = 0;
    const char* end = message.data() + message.size();
    const auto [stop, error] = std::from_chars(message.data(), end, port);
    if (error != std::errc{} || stop != end || port == 0) return std::nullopt;
    return port;
}

} // namespace counterpart::content_storage
