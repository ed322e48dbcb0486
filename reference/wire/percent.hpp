/// Percent-encoding of path segments (RFC 3986).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace counterpart::wire {

/// Encodes every byte but letters, digits and "-._~".
std::string percent_encode(std::string_view segment);

/// Decodes; nothing when a % is not followed by two hex digits.
std::optional<std::string> percent_decode(std::string_view segment);

} // namespace counterpart::wire
