/// Command lines as all programs take them. Includes CLI11, which is slow to compile: for the main files only.
#pragma once
#include "reference/wire/program.hpp"
#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>

namespace counterpart::wire {

/// A check for options that are a port: decimal digits only, between `least` and 65535.
inline CLI::Validator port_from(unsigned least) {
    const auto check = [least](const std::string& text) {
        unsigned port = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, port);
        const bool is_port = error == std::errc{} && stop == end && port >= least && port <= 65535;
        return is_port ? std::string{} : fmt::format("'{}' is not a port: give a number from {} to 65535", text, least);
    };
    return CLI::Validator(check, "PORT", "port");
}

/// Parses; returns the status to leave with when there is nothing to run (--help, --version: 0; bad usage: 2, with
/// the reason and the way out on stderr).
inline std::optional<int> parse(CLI::App& app, int argc, const char* const* argv) {
    app.set_version_flag("--version", fmt::format("{} {}", app.get_name(), COUNTERPART_VERSION));
    app.failure_message([](const CLI::App* program, const CLI::Error& error) {
        return fmt::format("ERROR: {}\nSee {} --help.\n", error.what(), program->get_name());
    });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) { return app.exit(error) == 0 ? success : usage; }
    return std::nullopt;
}

} // namespace counterpart::wire
