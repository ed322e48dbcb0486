/// Reads the numbers of a scenario: sizes, durations, ranges. The schema has already checked their form.
#pragma once
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

namespace counterpart::scenario {

std::uint64_t size_of(std::string_view text);                            ///< "64KiB" → 65536
std::pair<std::uint64_t, std::uint64_t> sizes_of(std::string_view text); ///< "1..9" → {1, 9}; "7" → {7, 7}
std::chrono::milliseconds duration_of(std::string_view text);            ///< "5s" → 5000 ms

} // namespace counterpart::scenario
