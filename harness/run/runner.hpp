/// Plays the selected cases on one submission or on many, several side by side, and gives every one of them a result.
#pragma once
#include "harness/candidate/cage.hpp"
#include "harness/engine/launch.hpp"
#include "reports/result.hpp"
#include <boost/asio/thread_pool.hpp>
#include <functional>

namespace counterpart::run {

/// Which cases: those whose id fits one of the globs (all when there is none) and whose level is not above `level`.
struct Selection {
    std::vector<std::string> globs;
    Level level = Level::should;
};

/// What --level says: must, should or hardening.
Level level_of(std::string_view word);

/// The cases that a selection and a way of starting leave, in the role's order.
std::vector<const scenario::Case*> selected(const scenario::Role&, const Selection&, const engine::Launch&);

/// How a candidate is started, for people: "command server.py {port}", or each program with its name.
std::string in_words(const std::vector<engine::Launch>&);

/// Everything that is to be known for judging one submission. Referred values must outlive the run.
struct Judging {
    const scenario::Protocol* protocol = nullptr;
    const scenario::Role* role = nullptr;
    std::vector<const scenario::Case*> cases;
    std::vector<engine::Launch> launches; ///< of the candidate's programs
    std::string submission;               ///< its name in reports
    std::uint64_t seed = 0;
    double timeout_scale = 1;
    unsigned workers = 1;
    std::filesystem::path keep;
    /// The command that was typed, with these further options: it plays a case again.
    std::function<std::string(const std::string& options)> command_line;
};

/// Hears how it goes; called between awaits, on the same thread.
struct Listener {
    std::function<void(const scenario::Case&)> case_started = [](const auto&) {};
    std::function<void(const scenario::Case&, const StageResult&)> stage_judged = [](const auto&, const auto&) {};
    std::function<void(const SubmissionResult&, const CaseResult&)> case_finished = [](const auto&, const auto&) {};
    /// The last word on the submission; also when it was stopped before every case was played.
    std::function<void(const SubmissionResult&)> submission_finished = [](const auto&) {};
};

/// Judges. The result has its cases in the role's order, whatever the order in which they ended. `stop` is looked at
/// before every case: once it is true no further one begins, and the result is marked as not complete.
boost::asio::awaitable<SubmissionResult> judge(candidate::Launcher&, const Judging&, const Listener&, const bool& stop);

/// One of many submissions.
struct Task {
    Judging judging; ///< its `workers` are not looked at
    Listener listener;
    /// What is known of it already: cases that an earlier run judged, or that cannot be played. They are not played;
    /// `started` and `launch` are taken over where they are set, `isolation` when nothing is left to play.
    SubmissionResult known;
    std::shared_ptr<void> held; ///< let go of when all is judged, on the thread that makes tasks
};

/// Makes the next task; null when there is no further one.
using NextTask = std::function<std::unique_ptr<Task>()>;

/// Judges many submissions with the same workers, so that cases of several are played side by side. Tasks are made one
/// ahead, and on the only thread of `aside`: unpacking and copying hold up nobody who is being judged. Both references
/// must outlive the run, and `aside` must end before the executor does.
boost::asio::awaitable<void> judge_all(candidate::Launcher&, NextTask& next, boost::asio::thread_pool& aside,
                                       unsigned workers, const bool& stop);

/// The result of every selected case of a submission that could not even be started: failed in its first stage, or an
/// error when the machine is at fault.
SubmissionResult refused(const Judging&, const std::string& why, bool machine);

/// What stands in `launch` of such a result.
constexpr std::string_view not_started = "not started";

} // namespace counterpart::run
