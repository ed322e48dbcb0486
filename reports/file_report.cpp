// When and where a report of one file is written.
#include "reports/file_report.hpp"

#include "reports/atomic_file.hpp"
#include "reports/harmless.hpp"

#include <map>

namespace counterpart {

namespace fs = std::filesystem;

SubmissionKey key_of(const SubmissionResult& submission) {
    return {harmless(submission.name), harmless(submission.protocol), harmless(submission.role)};
}

bool Pace::is_due() const { return clock_() >= next_; }
void Pace::written() { next_ = clock_() + std::chrono::seconds(1); }

FileReport::FileReport(fs::path target, Pace pace) : target_(std::move(target)), pace_(std::move(pace)) {}

void FileReport::check_writable() { check_can_write(target_); }

void FileReport::run_started(const RunHeader& header) {
    header_ = header;
    changed_ = true;
    flush(); // So that the last run's results are not taken for this one's.
}

void FileReport::submission_progress(const SubmissionResult& submission) {
    auto so_far = submission;
    so_far.complete = false;
    keep(so_far);
    write_if_due();
}

void FileReport::submission_finished(const SubmissionResult& submission) {
    keep(submission);
    write_if_due();
}

void FileReport::write_if_due() {
    changed_ = true;
    if (pace_.is_due()) flush();
}

void FileReport::flush() {
    if (!changed_ || is_stream(target_)) return;
    write_atomically(target_, render());
    changed_ = false;
    pace_.written();
}

void FileReport::run_finished() {
    changed_ = true;
    if (is_stream(target_))
        write_to_stream(target_, render());
    else
        flush();
}

void leave_conversation_out(SubmissionResult& submission) {
    for (auto& played : submission.cases) {
        played.transcript = {};
        played.standard_output = {};
        played.standard_error = {};
    }
}

namespace {

class WholeFile final : public FileReport {
public:
    using Render = std::string (*)(const RunResult&);
    WholeFile(const fs::path& target, Render function) : FileReport(target), render_(function) {}

protected:
    void keep(const SubmissionResult& submission) override {
        auto& kept = kept_[key_of(submission)];
        kept = submission;
        leave_conversation_out(kept);
    }
    std::string render() const override {
        RunResult results{header().version, {}};
        for (const auto& [key, submission] : kept_) results.submissions.push_back(submission);
        return render_(results);
    }

private:
    Render render_;
    std::map<SubmissionKey, SubmissionResult> kept_;
};

} // namespace

std::unique_ptr<Report> whole_file(const fs::path& target, std::string (*render)(const RunResult&)) {
    return std::make_unique<WholeFile>(target, render);
}

} // namespace counterpart
