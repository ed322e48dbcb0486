#include "harness/scenario/units.hpp"
#include <charconv>

namespace counterpart::scenario {
namespace {

/// Splits "64KiB" into 64 and "KiB".
std::pair<std::uint64_t, std::string_view> number_and_unit(std::string_view text) {
    std::uint64_t number = 0;
    const auto end = std::from_chars(text.begin(), text.end(), number).ptr;
    return {number, text.substr(static_cast<std::size_t>(end - text.begin()))};
}

} // namespace

std::uint64_t size_of(std::string_view text) {
    const auto [number, unit] = number_and_unit(text);
    if (unit == "KiB") return number << 10;
    if (unit == "MiB") return number << 20;
    if (unit == "GiB") return number << 30;
    return number;
}

std::pair<std::uint64_t, std::uint64_t> sizes_of(std::string_view text) {
    const auto dots = text.find("..");
    if (dots == std::string_view::npos) return {size_of(text), size_of(text)};
    return {size_of(text.substr(0, dots)), size_of(text.substr(dots + 2))};
}

std::chrono::milliseconds duration_of(std::string_view text) {
    const auto [number, unit] = number_and_unit(text);
    const auto milliseconds = unit == "ms" ? number : unit == "min" ? number * 60000 : number * 1000;
    return std::chrono::milliseconds(milliseconds);
}

} // namespace counterpart::scenario
