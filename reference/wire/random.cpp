/// getrandom(2) and its spelling.
#include "reference/wire/random.hpp"
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <span>
#include <sys/random.h>
#include <system_error>

namespace counterpart::wire {

namespace {

/// Fills `bytes`; up to 256 bytes the kernel gives whole and without interruption.
void fill(std::span<unsigned char> bytes) {
    const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
    if (got != static_cast<ssize_t>(bytes.size()))
        throw std::system_error(got < 0 ? errno : EIO, std::generic_category(), "no random bytes to be had");
}

std::string hex(std::span<const unsigned char> bytes) {
    std::string digits;
    for (const unsigned char byte : bytes) digits += fmt::format("{:02x}", byte);
    return digits;
}

} // namespace

std::string random_hex(std::size_t bytes) {
    std::array<unsigned char, 256> pool{};
    const auto wanted = std::span(pool).first(bytes);
    fill(wanted);
    return hex(wanted);
}

std::string random_uuid() {
    std::array<unsigned char, 16> bytes{};
    fill(bytes);
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40); // RFC 9562: version 4,
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80); // variant 10.
    std::string uuid = hex(bytes);
    for (const std::size_t at : {8, 13, 18, 23}) uuid.insert(at, 1, '-');
    return uuid;
}

} // namespace counterpart::wire
