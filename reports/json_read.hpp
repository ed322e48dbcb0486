/// Reads JSON reports that Counterpart wrote (reports/json-schema.json).
#pragma once
#include "reports/result.hpp"

#include <filesystem>
#include <string_view>

namespace counterpart {

/// The results in a JSON report. Text stays as it was made harmless; times are in microseconds; the bytes of the
/// transcript come back exactly. Written again, the results give the same document, byte for byte.
/// Throws std::runtime_error naming file, place and reason for what cannot be read or is no such report.
RunResult read_json(const std::filesystem::path& path);

/// The same from a document in memory; `name` is for the error.
RunResult parse_json(std::string_view document, std::string_view name);

} // namespace counterpart
