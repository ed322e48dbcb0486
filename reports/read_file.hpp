/// The whole content of a file, for the readers of recorded results.
#pragma once
#include <cerrno>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>

namespace counterpart {

/// Throws std::runtime_error naming the file and the reason.
inline std::string read_file(const std::filesystem::path& path) {
    const auto refuse = [&](const std::string& reason) {
        throw std::runtime_error(fmt::format("cannot read {}: {}", path.string(), reason));
    };
    std::error_code fault;
    if (std::filesystem::is_directory(path, fault)) refuse("it is a directory");
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) refuse(std::generic_category().message(errno));
    std::string content{std::istreambuf_iterator<char>(file), {}};
    if (file.bad()) refuse(std::generic_category().message(errno));
    return content;
}

} // namespace counterpart
