// Finds a report format by its name, and plays finished results to a report.
#include "reports/report.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>

namespace counterpart {

std::unique_ptr<Report> open_report(std::string_view spec) {
    const auto equals = spec.find('=');
    const auto name = spec.substr(0, equals);
    const auto& formats = report_formats();
    const auto format = std::find_if(formats.begin(), formats.end(), [&](const auto& f) { return f.name == name; });
    if (format == formats.end()) {
        std::vector<std::string_view> names;
        for (const auto& each : formats) names.push_back(each.name);
        throw std::runtime_error(
            fmt::format("there is no report format '{}'; there are: {}", name, fmt::join(names, ", ")));
    }
    const auto path = equals == std::string_view::npos ? std::string_view() : spec.substr(equals + 1);
    if (path.empty()) throw std::runtime_error(fmt::format("report {0}: where to? Write {0}=PATH, or {0}=-", name));
    try {
        auto report = format->make(std::filesystem::path(path));
        report->check_writable();
        return report;
    } catch (const std::runtime_error& fault) {
        throw std::runtime_error(fmt::format("report {}: {}", name, fault.what()));
    }
}

void write_report(Report& report, const RunResult& results) {
    report.run_started({results.version});
    for (const auto& submission : results.submissions) report.submission_finished(submission);
    report.run_finished();
}

} // namespace counterpart
