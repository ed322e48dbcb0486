/// Reads JUnit reports that Counterpart wrote, so that every other report can be made from the record alone.
#pragma once
#include "reports/result.hpp"

#include <filesystem>
#include <string_view>

namespace counterpart {

/// The results in a file of either layout, or in a directory of TEST-*.xml files. Text stays as it was made harmless,
/// times are in milliseconds (microseconds in the transcript), and what was cut stays cut; the bytes of the transcript
/// come back exactly. Written again, the results give the same document, byte for byte.
/// Throws std::runtime_error naming file, offset and reason for what cannot be read or is no JUnit report.
RunResult read_junit(const std::filesystem::path& path);

/// The same from a document in memory; `name` is for the error.
RunResult parse_junit(std::string_view document, std::string_view name);

} // namespace counterpart
