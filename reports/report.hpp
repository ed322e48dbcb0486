/// What a report is: it hears of results as they come, and keeps a valid document of them where it was told to.
/// A report format is one file in reports/formats/ (see reports/README.md); open_report() makes one from "junit=PATH".
#pragma once
#include "reports/result.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace counterpart {

/// What is known of a run before its first result.
struct RunHeader {
    std::string version; ///< of Counterpart
};

/// One document (or directory of documents) in the making. Every member but the destructor may throw
/// std::runtime_error, which names the file and the reason; the report can be used further, and tries again at the
/// next call. Not for several threads at once.
class Report {
public:
    Report() = default;
    Report(const Report&) = delete;
    Report& operator=(const Report&) = delete;
    Report(Report&&) = delete;
    Report& operator=(Report&&) = delete;
    virtual ~Report() = default;

    /// Throws when the report could not be written. Called by open_report(), before anything is run.
    virtual void check_writable() {}
    virtual void run_started(const RunHeader&) {}
    /// A case of a submission that is still being judged has finished; the value holds all its results so far.
    virtual void submission_progress(const SubmissionResult&) {}
    /// The last word on a submission. May be called more than once: name, protocol and role tell them apart.
    virtual void submission_finished(const SubmissionResult&) = 0;
    /// Writes what is not written yet. To be called when a run is quiet for a second, and before it is given up.
    virtual void flush() {}
    virtual void run_finished() = 0;
};

/// What `--report` offers.
struct FormatInfo {
    std::string_view name;        ///< "junit-dir"
    std::string_view description; ///< one line
    std::unique_ptr<Report> (*make)(const std::filesystem::path& target);
};

/// Every format in reports/formats/, by name.
const std::vector<FormatInfo>& report_formats();

/// Opens the report that "FORMAT=PATH" names and checks that it can be written; PATH `-` is standard output.
/// Throws std::runtime_error naming format, path and reason.
std::unique_ptr<Report> open_report(std::string_view spec);

/// Tells a report of results that are there already, as `counterpart report` does.
void write_report(Report& report, const RunResult& results);

} // namespace counterpart
