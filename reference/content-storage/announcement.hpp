/// The one message of stage 3: the port to connect back to.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace counterpart::content_storage {

/// The port (1 to 65535) in ASCII decimal digits; a line end after it is tolerated. Nothing for anything else (CS-H4).
std::optional<std::uint16_t> parse_announcement(std::string_view message);

} // namespace counterpart::content_storage
