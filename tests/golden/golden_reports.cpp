// Writes every report of the fixed result, or compares them with what was written and read by a person before:
//     golden_reports write DIR           writes report.FORMAT for every format into DIR
//     golden_reports check DIR GOLDEN    the same, then compares DIR with GOLDEN byte for byte
#include "reports/read_file.hpp"
#include "reports/report.hpp"
#include "tests/golden/sample.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace fs = std::filesystem;

namespace {

void write_all(const fs::path& directory) {
    fs::create_directories(directory);
    for (const auto& format : counterpart::report_formats()) {
        const auto target = directory / fmt::format("report.{}", format.name);
        fs::remove_all(target);
        const auto report = counterpart::open_report(fmt::format("{}={}", format.name, target.string()));
        counterpart::write_report(*report, counterpart::sample_result());
    }
}

/// The reports under a directory, by relative path.
std::map<std::string, std::string> contents_of(const fs::path& directory) {
    std::map<std::string, std::string> contents;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        const auto path = fs::relative(entry.path(), directory).string();
        if (entry.is_regular_file()) contents[path] = counterpart::read_file(entry.path());
    }
    return contents;
}

int check(const fs::path& written, const fs::path& golden) {
    const auto found = contents_of(written);
    const auto expected = contents_of(golden);
    int differences = 0;
    for (const auto& [path, content] : expected) {
        const auto fresh = found.find(path);
        if (fresh == found.end()) {
            fmt::print("{}: expected, but not written\n", path);
            ++differences;
        } else if (fresh->second != content) {
            const auto& other = fresh->second;
            const auto [a, b] = std::mismatch(content.begin(), content.end(), other.begin(), other.end());
            fmt::print("{}: differs at byte {}\n", path, a - content.begin());
            ++differences;
        }
    }
    for (const auto& [path, content] : found) {
        if (expected.contains(path)) continue;
        fmt::print("{}: written, but there is no golden file for it\n", path);
        ++differences;
    }
    if (differences > 0) fmt::print("If this is meant: cmake --build BUILD --target regenerate_golden\n");
    return differences == 0 ? 0 : 1;
}

} // namespace

int main(int count, char** arguments) {
    const std::string action = count > 1 ? arguments[1] : "";
    try {
        if (action == "write" && count == 3) return write_all(arguments[2]), 0;
        if (action == "check" && count == 4) return write_all(arguments[2]), check(arguments[2], arguments[3]);
        fmt::print(stderr, "usage: golden_reports write DIR | check DIR GOLDEN\n");
        return 2;
    } catch (const std::exception& fault) {
        fmt::print(stderr, "golden_reports: {}\n", fault.what());
        return 3;
    }
}
