/// Unpredictable values from the kernel.
#pragma once
#include <cstddef>
#include <string>

namespace counterpart::wire {

/// `bytes` random bytes (at most 256) as lower-case hex digits, two each. Throws std::system_error.
std::string random_hex(std::size_t bytes);

/// A random version-4 UUID in its usual form, 8-4-4-4-12 lower-case hex digits. Throws std::system_error.
std::string random_uuid();

} // namespace counterpart::wire
