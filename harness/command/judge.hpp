/// What run and grade share: from options to what is judged, the command that shows a case again, the end by a signal.
#pragma once
#include "harness/candidate/cage.hpp"
#include "harness/command/catalogue.hpp"
#include "harness/command/commands.hpp"
#include "harness/run/runner.hpp"
#include "reports/report.hpp"
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace counterpart::command {

/// A protocol and a role, with the rubric applied.
struct Scenario {
    scenario::Protocol protocol;
    scenario::Role role;
};

/// Throws UsageError when there is no such role, or scenario or rubric cannot be used.
Scenario load_scenario(const JudgeOptions&);

candidate::Isolation isolation_of(const JudgeOptions&);
run::Selection selection_of(const JudgeOptions&);
unsigned workers_of(const JudgeOptions&);

/// What is the same for every submission; cases, launches and names are still to come.
run::Judging judging_of(const JudgeOptions&, const Scenario&, std::uint64_t seed);

/// The start of the command that plays a case again: "counterpart run ROLE" and what was given of the rest.
std::string again(const JudgeOptions&);
/// A word as a shell takes it.
std::string shell_word(const std::string&);

/// Opens reports; throws UsageError for what cannot be written. With a gradebook of Canvas's, the report csv is that
/// gradebook with the scores filled in.
std::vector<std::unique_ptr<Report>> open_reports(const std::vector<std::string>& specs,
                                                  const std::filesystem::path& gradebook = {});
/// Whether one of them goes to standard output, so that nothing else may.
bool prints_report(const std::vector<std::string>& specs);

/// The exit status that results stand for.
ExitStatus status_of(const SubmissionResult&);
/// The graver of two: trouble goes before a failure.
ExitStatus graver(ExitStatus, ExitStatus);

/// Says that nothing was selected, and what there is; the exit status for it.
ExitStatus nothing_selected(const JudgeOptions&);

/// Many cases at once need many descriptors: as many as we are allowed.
void raise_descriptor_limit();

/// Runs what is given to it to its end, or to the first SIGINT or SIGTERM. Made before anything is printed, so that no
/// signal finds the program without it.
class Stage {
public:
    Stage();
    /// The signal's number, or 0 when it came to its end.
    int perform(boost::asio::awaitable<void>);
    const bool& stop() const { return stop_; }

private:
    boost::asio::io_context context_{1};
    boost::asio::signal_set signals_;
    int caught_ = 0;
    bool stop_ = false;
};

} // namespace counterpart::command
