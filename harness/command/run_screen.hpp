/// What a person sees while a submission is judged: a line for each case, then the failures in full, then the score.
#pragma once
#include "harness/candidate/isolation.hpp"
#include "harness/command/commands.hpp"
#include "harness/command/terminal.hpp"
#include "harness/run/runner.hpp"
#include <set>

namespace counterpart::command {

class RunScreen {
public:
    /// References must outlive it.
    RunScreen(const RunOptions&, const run::Judging&, const candidate::IsolationReport&);

    run::Listener listener();
    void summarise(const SubmissionResult&) const;

private:
    std::string case_line(const CaseResult&) const;
    void print_failures(const SubmissionResult&) const;
    void print_details(const CaseResult&) const;
    void show_status() const;

    const RunOptions& options_;
    const run::Judging& judging_;
    Terminal terminal_;
    std::set<std::string> running_;
    std::size_t finished_ = 0;
    std::size_t width_ = 0;
    bool quiet_ = false; ///< a report goes to standard output: nothing else does
};

} // namespace counterpart::command
