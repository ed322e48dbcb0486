/// Numbers in JSON as people write them: 2 rather than 2E0, where the number is whole.
#pragma once
#include <boost/json/value.hpp>
#include <cmath>
#include <cstdint>

namespace counterpart {

inline boost::json::value json_number(double value) {
    if (!std::isfinite(value)) return 0; // JSON has no other way to say it.
    const auto whole = static_cast<std::int64_t>(std::abs(value) < 1e15 ? value : 0);
    return static_cast<double>(whole) == value ? boost::json::value(whole) : boost::json::value(value);
}

} // namespace counterpart
