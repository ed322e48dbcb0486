/// Times in reports: whole units, so that sums are exact and what is written reads back the same.
#pragma once
#include "reports/result.hpp"

#include <cmath>
#include <fmt/format.h>

namespace counterpart {

/// A time as a whole number of 10^-decimals seconds. What is no time (negative, not a number, beyond 30 years) is 0.
inline std::int64_t whole_units(Seconds time, int decimals) {
    constexpr double ceiling = 1e9;
    const double seconds = time.count();
    if (!(seconds > 0) || seconds > ceiling) return 0;
    return std::llround(seconds * std::pow(10, decimals));
}

/// Whole units as decimal seconds: units_text(1500, 3) is "1.500". The same in every locale.
inline std::string units_text(std::int64_t units, int decimals) {
    auto scale = std::int64_t{1};
    for (int i = 0; i < decimals; ++i) scale *= 10;
    return fmt::format("{}.{:0{}}", units / scale, units % scale, decimals);
}

inline std::string seconds_text(Seconds time, int decimals) {
    return units_text(whole_units(time, decimals), decimals);
}

} // namespace counterpart
