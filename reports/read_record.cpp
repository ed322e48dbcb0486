#include "reports/read_record.hpp"

#include "reports/json_read.hpp"
#include "reports/junit_read.hpp"
#include "reports/read_file.hpp"

namespace counterpart {

RunResult read_record(const std::filesystem::path& path) {
    if (std::filesystem::is_directory(path)) return read_junit(path);
    return parse_record(read_file(path), path.string());
}

RunResult parse_record(std::string_view document, std::string_view name) {
    const auto first = document.find_first_not_of(" \t\r\n");
    const bool json = first != document.npos && document[first] == '{';
    return json ? parse_json(document, name) : parse_junit(document, name);
}

} // namespace counterpart
