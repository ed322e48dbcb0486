// JUnit as it is read back: any document is read or refused; what was read and written is read as the same.
#include "reports/junit_read.hpp"
#include "reports/report.hpp"
#include "tests/fuzz/property.hpp"
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <unistd.h>

using namespace counterpart;

namespace {

/// The results as a JUnit document.
std::string written(const RunResult& results) {
    static const auto path = std::filesystem::temp_directory_path() / ("fuzz-junit-" + std::to_string(::getpid()));
    const auto report = open_report("junit=" + path.string());
    write_report(*report, results);
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    std::filesystem::remove(path);
    return text;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    RunResult results;
    try {
        results = parse_junit(fuzz::bytes_of(data, size), "input");
    } catch (const std::runtime_error&) { return 0; } // refused, in words
    const auto first = written(results);
    const auto second = written(parse_junit(first, "written"));
    const auto third = written(parse_junit(second, "written again"));
    fuzz::demand(second == third, "what was written stays the same");
    return 0;
}
