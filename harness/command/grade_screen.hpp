/// What a person sees while a cohort is judged: a line for each submission that is done, and on a terminal what is
/// running and how much is left; at the end how many did how well, and what needs somebody's attention.
#pragma once
#include "harness/command/terminal.hpp"
#include "reports/result.hpp"
#include <chrono>
#include <set>

namespace counterpart::command {

class GradeScreen {
public:
    /// `quiet`: a report goes to standard output, and nothing else does.
    GradeScreen(const std::string& color, bool quiet);

    void print(const std::string& line) const;
    /// How many submissions are to be judged, and how many cases each has.
    void expect(std::size_t submissions, std::size_t cases_each);

    void case_started(const std::string& submission, const std::string& test);
    void case_finished(const std::string& submission, const std::string& test);
    /// `known`: by an earlier run, so that no line is printed.
    void submission_finished(const SubmissionResult&, bool known);

    void summarise() const;

private:
    void show_status() const;
    std::string line_of(const SubmissionResult&) const;

    Terminal terminal_;
    bool quiet_;
    std::size_t submissions_ = 0, done_ = 0, known_ = 0, cases_each_ = 0, played_ = 0;
    std::size_t passed_ = 0, failed_ = 0, trouble_ = 0, incomplete_ = 0;
    std::multiset<std::string> attention_; ///< by name; not started, or not judged through the fault of the machine
    std::set<std::string> running_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

} // namespace counterpart::command
