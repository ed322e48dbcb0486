#include "harness/command/recorder.hpp"
#include "harness/command/terminal.hpp"
#include <chrono>
#include <utility>

namespace counterpart::command {

using Clock = std::chrono::steady_clock;

Recorder::Recorder(std::vector<std::unique_ptr<Report>> reports, const RunHeader& header,
                   const std::vector<SubmissionResult>& known)
    : reports_(std::move(reports)) {
    for (const auto& report : reports_) {
        report->run_started(header);
        for (const auto& result : known) report->submission_finished(result);
        report->flush();
    }
    thread_ = std::thread([this] { work(); });
}

Recorder::~Recorder() { close(); }

void Recorder::progress(const SubmissionResult& result) { take(result, false); }
void Recorder::finished(const SubmissionResult& result) { take(result, true); }

void Recorder::take(const SubmissionResult& result, bool last) {
    const std::lock_guard lock(mutex_);
    auto& news = news_[result.name];
    catch_up(news.result, result);
    news.last = last;
    changed_.notify_one();
}

bool Recorder::close() {
    if (!thread_.joinable()) return !fault_;
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
        changed_.notify_one();
    }
    thread_.join();
    each([](Report& report) { report.run_finished(); });
    return !fault_;
}

template <class Call>
void Recorder::each(Call call) {
    for (const auto& report : reports_) {
        try {
            call(*report);
        } catch (const std::exception& error) {
            // A full disk is said once; the reports try again with the next results.
            if (!std::exchange(fault_, true)) complain(error.what());
        }
    }
}

void Recorder::work() {
    std::unique_lock lock(mutex_);
    auto due = Clock::now();
    for (;;) {
        changed_.wait(lock, [this] { return closing_ || !news_.empty(); });
        // A large record takes long to write: no more than a tenth of the time is spent on it.
        changed_.wait_until(lock, due, [this] { return closing_; });
        if (closing_ && news_.empty()) return;
        const auto news = std::exchange(news_, {});
        lock.unlock();
        const auto began = Clock::now();
        tell(news);
        const auto took = Clock::now() - began;
        lock.lock();
        due = Clock::now() + std::max<Clock::duration>(std::chrono::seconds(1), 10 * took);
    }
}

void Recorder::tell(const std::map<std::string, News>& news) {
    for (const auto& entry : news)
        each([&one = entry.second](Report& report) {
            if (one.last)
                report.submission_finished(one.result);
            else
                report.submission_progress(one.result);
        });
    each([](Report& report) { report.flush(); });
}

} // namespace counterpart::command
