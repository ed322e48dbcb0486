/// Reads recorded results whatever their format: a JUnit file of either layout, a folder of them, or a JSON record.
#pragma once
#include "reports/result.hpp"

#include <filesystem>
#include <string_view>

namespace counterpart {

/// Which format a file has is seen from its content. Throws std::runtime_error naming file and reason.
RunResult read_record(const std::filesystem::path& path);

/// The same from a document in memory; `name` is for the error.
RunResult parse_record(std::string_view document, std::string_view name);

} // namespace counterpart
