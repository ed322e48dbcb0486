/// Reads hex-encoded texts, a line each, and answers "ok REPR" (hex-encoded too) or "error OFFSET MESSAGE" for each:
/// what literal_check.py compares with Python itself.
#include "reference/wire/percent.hpp"
#include "reference/wire/python_literal.hpp"
#include <fmt/format.h>
#include <iostream>

namespace {

std::string decode(const std::string& hex) {
    std::string escaped;
    for (std::size_t at = 0; at < hex.size(); at += 2) escaped += fmt::format("%{}", hex.substr(at, 2));
    return counterpart::wire::percent_decode(escaped).value_or("");
}

std::string encode(const std::string& text) {
    std::string hex;
    for (const char c : text) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return hex;
}

} // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        const auto parsed = counterpart::wire::parse_python_literal(decode(line));
        if (parsed)
            fmt::print("ok {}\n", encode(counterpart::wire::python_repr(*parsed)));
        else
            fmt::print("error {} {}\n", parsed.error().offset, parsed.error().message);
    }
}
