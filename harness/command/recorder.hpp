/// Hands results to the reports on a thread of its own, so that writing a large file holds up nobody who is judged.
#pragma once
#include "reports/report.hpp"
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace counterpart::command {

class Recorder {
public:
    /// Begins the reports with what is known already, and writes that; throws std::runtime_error when one cannot be
    /// written.
    Recorder(std::vector<std::unique_ptr<Report>>, const RunHeader&, const std::vector<SubmissionResult>& known);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// What is known of a submission by now; of two in a row the reports may hear only the later.
    void progress(const SubmissionResult&);
    void finished(const SubmissionResult&);

    /// Ends the reports; whether everything could be written. What could not be is complained of when it happens.
    bool close();

private:
    struct News {
        SubmissionResult result;
        bool last = false;
    };
    void take(const SubmissionResult&, bool last);
    void work();
    void tell(const std::map<std::string, News>&);
    /// Calls every report, also when one of them has a fault.
    template <class Call>
    void each(Call);

    std::vector<std::unique_ptr<Report>> reports_;
    bool fault_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, News> news_; ///< by the submission's name
    bool closing_ = false;
    std::thread thread_;
};

} // namespace counterpart::command
