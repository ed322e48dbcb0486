// html: a directory of pages for people: index.html for the cohort, and a page of its own for every submission
#include "reports/atomic_file.hpp"
#include "reports/file_report.hpp"
#include "reports/html/cohort.hpp"
#include "reports/html/page_name.hpp"
#include "reports/html/submission.hpp"

#include <fmt/format.h>
#include <map>
#include <stdexcept>

namespace counterpart {

namespace fs = std::filesystem;

namespace {

class HtmlDirectory final : public Report {
public:
    explicit HtmlDirectory(const fs::path& directory) : directory_(directory) {}

    void check_writable() override {
        if (directory_ == "-") throw std::runtime_error("it is a directory of files: '-' cannot hold it");
        std::error_code fault;
        fs::create_directories(directory_, fault);
        if (fault) throw std::runtime_error(fmt::format("cannot make {}: {}", directory_.string(), fault.message()));
        check_can_write(directory_ / "index.html");
    }

    void run_started(const RunHeader& header) override {
        header_ = header;
        write_index(); // So that the last run's results are not taken for this one's.
    }

    void submission_progress(const SubmissionResult& submission) override {
        auto so_far = submission;
        so_far.complete = false;
        late_.insert_or_assign(key_of(submission), std::move(so_far));
        if (pace_.is_due()) flush();
    }

    void submission_finished(const SubmissionResult& submission) override {
        const auto key = key_of(submission);
        late_.insert_or_assign(key, submission);
        write_page(late_.find(key));
        if (pace_.is_due()) flush();
    }

    void flush() override {
        while (!late_.empty()) write_page(late_.begin());
        if (index_is_old_) write_index();
    }

    void run_finished() override {
        finished_ = index_is_old_ = true;
        flush();
    }

private:
    using Late = std::map<SubmissionKey, SubmissionResult>;

    void write_page(Late::iterator which) {
        const auto& [key, submission] = *which;
        const auto name = names_.of(key);
        auto page = html::submission_page(submission, header_.version);
        write_atomically(directory_ / name, page);
        entries_.insert_or_assign(key, html::Entry{html::slim(submission), name});
        only_page_ = entries_.size() == 1 ? std::move(page) : std::string();
        index_is_old_ = true;
        late_.erase(which);
    }

    /// The cohort's page; of a single submission its own page, so that index.html is always where to begin.
    void write_index() {
        std::vector<const html::Entry*> entries;
        for (const auto& [key, entry] : entries_) entries.push_back(&entry);
        const bool alone = entries.size() == 1;
        const auto target = directory_ / "index.html";
        write_atomically(target, alone ? only_page_ : html::cohort_page(entries, finished_, header_.version));
        index_is_old_ = false;
        pace_.written();
    }

    fs::path directory_;
    RunHeader header_;
    Pace pace_;
    Late late_; ///< not written yet
    std::map<SubmissionKey, html::Entry> entries_;
    html::PageNames names_;
    std::string only_page_; ///< while there is one submission
    bool index_is_old_ = false;
    bool finished_ = false;
};

} // namespace

std::unique_ptr<Report> make_html(const fs::path& target) { return std::make_unique<HtmlDirectory>(target); }

} // namespace counterpart
