/// What report formats of one file share: when to write, where to, and whole_file(), which needs one function.
#pragma once
#include "reports/report.hpp"

#include <chrono>
#include <functional>
#include <tuple>

namespace counterpart {

/// Tells the submissions of a run apart and puts them in an order that does not depend on who finished first. Made of
/// harmless() names, so that results read back from a report keep their places.
using SubmissionKey = std::tuple<std::string, std::string, std::string>; ///< name, protocol, role
SubmissionKey key_of(const SubmissionResult&);

/// Leaves away transcripts and what was printed: most of a result's size, and needed by few.
void leave_conversation_out(SubmissionResult&);

/// Lets through one rewrite per second, so that a long run does not spend its time on rewriting a large file.
/// The clock is an argument, so that tests need not wait.
class Pace {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;
    explicit Pace(Clock clock = std::chrono::steady_clock::now) : clock_(std::move(clock)) {}
    bool is_due() const;
    void written();

private:
    Clock clock_;
    std::chrono::steady_clock::time_point next_{};
};

/// A document of one file, rewritten as a whole. A regular file is rewritten as results come; `-`, a pipe or a device
/// gets the document once, at the end.
class FileReport : public Report {
public:
    explicit FileReport(std::filesystem::path target, Pace pace = Pace());
    void check_writable() override;
    void run_started(const RunHeader& header) override;
    void submission_progress(const SubmissionResult& submission) override;
    void submission_finished(const SubmissionResult& submission) override;
    void flush() override;
    void run_finished() override;

protected:
    /// Takes in a submission, in place of what it took in under the same key.
    virtual void keep(const SubmissionResult& submission) = 0;
    /// The document of all that was kept. Text in it has been through harmless().
    virtual std::string render() const = 0;
    const RunHeader& header() const { return header_; }

private:
    void write_if_due();

    std::filesystem::path target_;
    Pace pace_;
    RunHeader header_;
    bool changed_ = false;
};

/// A report that a single function renders: for formats that need no transcript and no captured output, which are
/// dropped to save memory. Submissions come in the order of their keys.
std::unique_ptr<Report> whole_file(const std::filesystem::path& target, std::string (*render)(const RunResult&));

} // namespace counterpart
