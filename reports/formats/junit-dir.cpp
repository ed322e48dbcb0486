// junit-dir: JUnit XML in a directory, a TEST-SUBMISSION.xml for each, valid by Jenkins' and Surefire's schemas
#include "reports/atomic_file.hpp"
#include "reports/file_report.hpp"
#include "reports/harmless.hpp"
#include "reports/junit_suite.hpp"

#include <fmt/format.h>
#include <map>
#include <stdexcept>

namespace counterpart {

namespace fs = std::filesystem;

namespace {

class JunitDirectory final : public Report {
public:
    explicit JunitDirectory(const fs::path& directory) : directory_(directory) {}

    void check_writable() override {
        if (directory_ == "-") throw std::runtime_error("it is a directory of files: '-' cannot hold it");
        std::error_code fault;
        fs::create_directories(directory_, fault);
        if (fault) throw std::runtime_error(fmt::format("cannot make {}: {}", directory_.string(), fault.message()));
        check_can_write(directory_ / "TEST-.xml");
    }

    void run_started(const RunHeader& header) override { header_ = header; }

    void submission_progress(const SubmissionResult& submission) override {
        auto& late = late_[key_of(submission)];
        late = submission;
        late.complete = false;
        if (pace_.is_due()) flush();
    }

    void submission_finished(const SubmissionResult& submission) override {
        late_[key_of(submission)] = submission;
        write(late_.find(key_of(submission)));
    }

    void flush() override {
        while (!late_.empty()) write(late_.begin());
    }

    void run_finished() override { flush(); }

private:
    using Late = std::map<SubmissionKey, SubmissionResult>;

    void write(Late::iterator which) {
        const auto suite = junit_suite(which->second, header_.version, 0);
        write_atomically(directory_ / file_of(which->second), fmt::format("{}{}", xml_declaration, suite.xml));
        late_.erase(which);
        pace_.written();
    }

    /// TEST-NAME.xml; the same submission in another role gets the role in its file's name.
    std::string file_of(const SubmissionResult& submission) {
        const auto name = file_name_of(harmless(submission.name));
        const auto plain = fmt::format("TEST-{}.xml", name);
        const auto owner = owners_.emplace(plain, key_of(submission)).first->second;
        if (owner == key_of(submission)) return plain;
        return fmt::format("TEST-{}.{}.{}.xml", name, file_name_of(submission.protocol), file_name_of(submission.role));
    }

    fs::path directory_;
    RunHeader header_;
    Pace pace_;
    Late late_;                                   ///< not written yet
    std::map<std::string, SubmissionKey> owners_; ///< by file name
};

} // namespace

std::unique_ptr<Report> make_junit_dir(const fs::path& target) { return std::make_unique<JunitDirectory>(target); }

} // namespace counterpart
