// counterpart run: judges one submission.
#include "harness/candidate/cage.hpp"
#include "harness/command/catalogue.hpp"
#include "harness/command/commands.hpp"
#include "harness/command/run_screen.hpp"
#include "harness/command/version.hpp"
#include "harness/run/entry.hpp"
#include "harness/run/runner.hpp"
#include "reports/report.hpp"
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <fmt/format.h>
#include <random>
#include <sys/resource.h>
#include <thread>

namespace counterpart::command {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

candidate::Isolation isolation_of(const std::string& word) {
    if (word == "cage") return candidate::Isolation::cage;
    return word == "none" ? candidate::Isolation::none : candidate::Isolation::automatic;
}

std::string shell_word(const std::string& word) {
    const bool plain =
        !word.empty() &&
        word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=@%+-,") ==
            std::string::npos;
    if (plain) return word;
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

/// The command that was typed, without what selects cases: with "--case ID --seed N" it plays a case again.
std::string again(const RunOptions& options) {
    std::string line = "./counterpart run " + options.role;
    if (options.level != "should") line += " --level " + options.level;
    if (!options.scenarios.empty()) line += " --scenarios " + shell_word(options.scenarios.string());
    if (options.timeout_scale != 1) line += fmt::format(" --timeout-scale {}", options.timeout_scale);
    if (options.isolation != "auto") line += " --isolation " + options.isolation;
    if (options.python != "python3") line += " --python " + shell_word(options.python);
    for (const auto& command : options.start_commands) line += " --command " + shell_word(command);
    if (options.reference) line += " --reference";
    if (!options.submission.empty()) line += " " + shell_word(options.submission);
    return line;
}

/// With a command after "--" the selection has to stand before it.
std::string with_words(std::string line, const RunOptions& options) {
    if (options.words.empty()) return line;
    line += " --";
    for (const auto& word : options.words) line += " " + shell_word(word);
    return line;
}

std::string name_of(const RunOptions& options, const scenario::Role& role) {
    if (options.reference) return role.programs[0].reference;
    if (options.submission.empty()) return fs::path(options.words.front()).filename().string();
    const auto path = fs::weakly_canonical(options.submission);
    return path.filename().empty() ? path.parent_path().filename().string() : path.filename().string();
}

run::Launches launches_of(const RunOptions& options, const run::EntryContext& context) {
    const int ways = options.reference + !options.words.empty() + !options.submission.empty();
    if (ways == 0)
        throw UsageError("nothing to judge: name a folder or file, or give --reference, or a command after --");
    if (ways > 1) throw UsageError("name one thing to judge: a folder or file, --reference, or a command after --");
    if (!options.start_commands.empty() && options.submission.empty())
        throw UsageError("--command says how a submission is started: name its folder too");
    try {
        if (options.reference) return run::by_reference(context);
        if (!options.words.empty()) return {run::by_command(context, options.words, {})};
        if (options.start_commands.empty()) return run::by_convention(context, options.submission);
        if (!fs::is_directory(options.submission))
            throw UsageError(fmt::format("--command needs the submission's folder; {} is none", options.submission));
        return run::by_command_lines(context, options.start_commands, options.submission);
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }
}

std::vector<std::unique_ptr<Report>> open_reports(const std::vector<std::string>& specs) {
    std::vector<std::unique_ptr<Report>> reports;
    try {
        for (const auto& spec : specs) reports.push_back(open_report(spec));
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }
    return reports;
}

/// Many cases at once need many descriptors: as many as we are allowed.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int status_of(const SubmissionResult& result) {
    bool failed = false;
    for (const auto& test : result.cases) {
        if (verdict_of(test) == Verdict::error) return exit_trouble;
        failed = failed || verdict_of(test) != Verdict::passed;
    }
    return failed ? exit_failed : exit_passed;
}

/// Runs what is given to it to its end, or to the first SIGINT or SIGTERM. Made before anything is printed, so that no
/// signal finds the program without it.
class Stage {
public:
    Stage() : signals_(context_, SIGINT, SIGTERM) {
        signals_.async_wait([this](boost::system::error_code error, int number) {
            if (error) return;
            caught_ = number;
            stop_ = true;
            context_.stop(); // what is being played is given up; what has been judged stays
        });
    }

    /// The signal's number, or 0 when it came to its end; then the result is filled in.
    int judge(candidate::Launcher& launcher, const run::Judging& judging, const run::Listener& listener,
              SubmissionResult& result) {
        std::exception_ptr fault;
        asio::co_spawn(context_, run::judge(launcher, judging, listener, stop_),
                       [&](std::exception_ptr problem, SubmissionResult judged) {
                           fault = problem;
                           if (!fault) result = std::move(judged);
                           signals_.cancel();
                       });
        context_.run();
        if (fault) std::rethrow_exception(fault);
        return caught_;
    }

private:
    asio::io_context context_{1};
    asio::signal_set signals_;
    int caught_ = 0;
    bool stop_ = false;
};

} // namespace

int run(const RunOptions& options) {
    raise_descriptor_limit();
    const auto suites = load_catalogue(options.scenarios, options.role);
    const auto chosen = pick(suites, options.role);
    if (!chosen.role || chosen.test) throw UsageError(fmt::format("'{}' is no role: name PROTOCOL/ROLE", options.role));
    auto reports = open_reports(options.reports);
    // Before anything grows: the launcher is forked from what this process is now.
    candidate::Launcher launcher(isolation_of(options.isolation));
    run::Staging staging;
    run::Judging judging;
    judging.protocol = &chosen.suite->protocol;
    judging.role = chosen.role;
    judging.launches = launches_of(options, {*chosen.role, staging, options.python, launcher.isolation().tier});
    judging.cases =
        run::selected(*chosen.role, {options.cases, run::level_of(options.level)}, judging.launches.front());
    if (judging.cases.empty()) {
        complain(fmt::format("no case of {} is selected by --case and --level; 'counterpart list {}' shows them",
                             options.role, options.role));
        return exit_nothing;
    }
    judging.submission = name_of(options, *chosen.role);
    judging.seed = options.seed.value_or(std::random_device{}() % 1'000'000'000);
    judging.timeout_scale = options.timeout_scale;
    judging.workers = options.jobs ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
    judging.keep = options.keep;
    judging.command_line = [&options](const std::string& selection) {
        return with_words(again(options) + selection, options);
    };

    Stage stage;
    RunScreen screen(options, judging, launcher.isolation());
    for (const auto& report : reports) report->run_started({version});
    SubmissionResult result;
    auto listener = screen.listener();
    listener.case_finished = [&, tell = listener.case_finished](const SubmissionResult& so_far,
                                                                const CaseResult& test) {
        tell(so_far, test);
        result = so_far;
        for (const auto& report : reports) report->submission_progress(so_far);
    };
    const int caught = stage.judge(launcher, judging, listener, result);
    if (caught) result.complete = false;
    for (const auto& report : reports) {
        report->submission_finished(result);
        report->run_finished();
    }
    screen.summarise(result);
    if (caught) {
        complain(
            fmt::format("stopped by a signal; {} of {} cases were judged", result.cases.size(), judging.cases.size()));
        return 128 + caught;
    }
    return status_of(result);
}

} // namespace counterpart::command
