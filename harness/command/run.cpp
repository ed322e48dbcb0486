// counterpart run: judges one submission.
#include "harness/command/actions_log.hpp"
#include "harness/command/commands.hpp"
#include "harness/command/dry_run.hpp"
#include "harness/command/judge.hpp"
#include "harness/command/recorder.hpp"
#include "harness/command/run_screen.hpp"
#include "harness/command/version.hpp"
#include "harness/run/archive.hpp"
#include "harness/run/cohort.hpp"
#include <fmt/format.h>
#include <random>

namespace counterpart::command {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

/// The command that was typed, with these further options. A command after "--" stands behind them.
std::string command_line(const RunOptions& options, const std::string& further) {
    auto line = again(options);
    if (options.reference) line += " --reference";
    if (!options.submission.empty()) line += " " + shell_word(options.submission);
    line += further;
    if (!options.words.empty()) line += " --";
    for (const auto& word : options.words) line += " " + shell_word(word);
    return line;
}

std::string name_of(const RunOptions& options, const scenario::Role& role) {
    if (options.reference) return role.programs[0].reference;
    if (options.submission.empty()) return fs::path(options.words.front()).filename().string();
    const auto path = fs::weakly_canonical(options.submission);
    if (run::is_archive(path) && !fs::is_directory(path)) return run::name_without_archive(path);
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
        return run::launches_of(context, options.submission, options.start_commands);
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }
}

asio::awaitable<void> judge(candidate::Launcher& launcher, const run::Judging& judging, const run::Listener& listener,
                            const bool& stop, SubmissionResult& result) {
    auto judged = co_await run::judge(launcher, judging, listener, stop);
    result = std::move(judged);
}

int tell_plan(const RunOptions& options, const run::Judging& judging) {
    const auto plan = start_in_words(judging.submission, judging.launches) + cases_in_words(judging.cases);
    Terminal(options.color).print_foreign(plan);
    return exit_passed;
}

} // namespace

int run(const RunOptions& options) {
    raise_descriptor_limit();
    const auto scenario = load_scenario(options);
    auto reports = open_reports(options.dry_run ? std::vector<std::string>{} : options.reports);
    // Before there are threads: with them, an ordinary user could not move to namespaces of their own here.
    candidate::Launcher launcher(isolation_of(options));
    run::Staging staging;
    auto judging = judging_of(options, scenario, options.seed.value_or(std::random_device{}() % 1'000'000'000));
    judging.launches = launches_of(options, {scenario.role, staging, options.python, launcher.isolation().tier});
    judging.cases = run::selected(scenario.role, selection_of(options), judging.launches.front());
    if (judging.cases.empty()) return nothing_selected(options);
    judging.submission = name_of(options, scenario.role);
    judging.command_line = [&options](const std::string& further) { return command_line(options, further); };
    if (options.dry_run) return tell_plan(options, judging);

    Stage stage;
    ActionsLog log(prints_report(options.reports));
    RunScreen screen(options, judging, launcher.isolation());
    Recorder recorder(std::move(reports), {version}, {});
    SubmissionResult result;
    auto listener = screen.listener();
    listener.case_finished = [&, tell = listener.case_finished](const SubmissionResult& so_far,
                                                                const CaseResult& test) {
        tell(so_far, test);
        catch_up(result, so_far);
        recorder.progress(so_far);
    };
    const int caught = stage.perform(judge(launcher, judging, listener, stage.stop(), result));
    if (caught) result.complete = false;
    recorder.finished(result);
    const bool written = recorder.close();
    screen.summarise(result);
    log.annotate(annotations_of({version, {result}}));
    if (caught) {
        complain(
            fmt::format("stopped by a signal; {} of {} cases were judged", result.cases.size(), judging.cases.size()));
        return 128 + caught;
    }
    return written ? status_of(result) : exit_trouble;
}

} // namespace counterpart::command
