// counterpart grade: judges every submission in a folder.
#include "harness/command/actions_log.hpp"
#include "harness/command/dry_run.hpp"
#include "harness/command/grade_earlier.hpp"
#include "harness/command/grade_screen.hpp"
#include "harness/command/judge.hpp"
#include "harness/command/recorder.hpp"
#include "harness/command/version.hpp"
#include "harness/run/cohort.hpp"
#include "harness/run/shard.hpp"
#include "reports/atomic_file.hpp"
#include "reports/file_report.hpp"
#include "reports/harmless.hpp"
#include "reports/read_file.hpp"
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <random>

namespace counterpart::command {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

std::string format_of(const std::string& spec) { return spec.substr(0, spec.find('=')); }
fs::path target_of(const std::string& spec) { return spec.substr(std::min(spec.find('='), spec.size() - 1) + 1); }

/// A report that the run can be gone on with or put together from.
bool is_record(const std::string& spec) {
    return (format_of(spec) == "json" || format_of(spec) == "junit") && target_of(spec) != "-";
}

/// The reports as they are written: those of a shard under its own name.
std::vector<std::string> reports_of(const GradeOptions& options, const run::Shard& shard) {
    if (options.shard.empty()) return options.reports;
    std::vector<std::string> specs;
    for (const auto& spec : options.reports) {
        if (target_of(spec) == "-") throw UsageError(fmt::format("--report {}: a shard's report is a file", spec));
        specs.push_back(format_of(spec) + "=" + run::shard_path(target_of(spec), shard).string());
    }
    if (std::none_of(specs.begin(), specs.end(), is_record))
        throw UsageError("--shard: where to is this shard's record? Write --report json=PATH");
    return specs;
}

run::Shard shard_of(const GradeOptions& options) {
    if (options.shard.empty()) return {};
    try {
        const auto shard = run::shard_of(options.shard, [](const char* name) { return std::getenv(name); });
        // Bazel asks that whoever knows of shards says so.
        if (const char* file = std::getenv("TEST_SHARD_STATUS_FILE")) std::ofstream(file, std::ios::app);
        return shard;
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }
}

std::vector<run::Submission> submissions_of(const GradeOptions& options, const std::vector<std::string>& reports) {
    std::vector<fs::path> aside{options.resume, run::plan_path(options.resume), options.keep};
    for (const auto& spec : reports) {
        aside.push_back(target_of(spec));
        aside.push_back(run::plan_path(target_of(spec)));
    }
    if (!fs::is_directory(options.folder))
        throw UsageError(fmt::format("{} is no folder of submissions", options.folder.string()));
    try {
        return run::submissions_in(options.folder, aside);
    } catch (const fs::filesystem_error& error) {
        throw UsageError(fmt::format("cannot read {}: {}", options.folder.string(), error.code().message()));
    }
}

std::string scenario_digest(const scenario::Role& role) {
    std::string all;
    for (const auto& file : {fs::path(role.file).parent_path() / "protocol.xml", fs::path(role.file)})
        all += run::digest_of(file) + "\n";
    return run::digest_of_bytes(all);
}

/// The cases for a candidate that is started as the role has it first: for submissions that cannot be started.
std::vector<const scenario::Case*> usual_cases(const scenario::Role& role, const run::Selection& selection) {
    engine::Launch launch;
    launch.functions = !role.programs[0].functions.empty();
    return run::selected(role, selection, launch);
}

run::Plan plan_of(const GradeOptions& options, const Scenario& scenario, const std::vector<run::Submission>& cohort) {
    run::Plan plan;
    plan.version = version;
    plan.role = scenario.role.name();
    plan.scenario = scenario_digest(scenario.role);
    plan.start_commands = options.start_commands;
    plan.level = options.level;
    for (const auto* test : usual_cases(scenario.role, selection_of(options))) plan.cases.push_back(test->id);
    if (!options.rubric.empty()) plan.rubric = run::digest_of(options.rubric);
    for (const auto& submission : cohort)
        plan.cohort.push_back({harmless(submission.name), run::digest_of(submission.path)});
    return plan;
}

/// Of a shard it must be the same on every machine, so that together they are one run.
std::uint64_t seed_of(const GradeOptions& options, const Earlier& earlier, const run::Plan& plan) {
    if (options.seed) return *options.seed;
    if (!options.resume.empty()) return earlier.plan().seed;
    if (options.shard.empty()) return std::random_device{}() % 1'000'000'000;
    std::string all = plan.scenario;
    for (const auto& entry : plan.cohort) all += entry.name + entry.digest;
    return std::stoull(run::digest_of_bytes(all).substr(0, 8), nullptr, 16) % 1'000'000'000;
}

/// Writes the plan beside every record.
void write_plans(run::Plan plan, const std::vector<std::string>& reports) {
    std::map<fs::path, std::vector<std::string>> places;
    for (const auto& spec : reports)
        if (is_record(spec)) places[run::plan_path(target_of(spec))].push_back(target_of(spec).filename().string());
    for (const auto& [path, records] : places) {
        plan.records = records;
        run::write_plan(plan, path);
    }
}

/// Begins the reports with what is known; a record that is being replaced is put by until its successor is written.
std::unique_ptr<Recorder> begin_reports(const std::vector<std::string>& specs, const fs::path& gradebook,
                                        const run::Plan& plan, const Earlier& earlier) {
    auto reports = open_reports(specs, gradebook);
    std::vector<fs::path> copies;
    for (const auto& spec : specs) {
        if (!is_record(spec)) continue;
        const auto record = target_of(spec), copy = Earlier::copy_of(record);
        std::error_code error;
        if (fs::equivalent(record, earlier.record(), error) && !fs::exists(copy))
            write_atomically(copy, read_file(record));
        copies.push_back(copy);
    }
    write_plans(plan, specs);
    auto recorder = std::make_unique<Recorder>(std::move(reports), RunHeader{version}, earlier.all());
    std::error_code ignored; // it is only another copy by now
    for (const auto& copy : copies) fs::remove(copy, ignored);
    return recorder;
}

/// Everything that is decided before the first report is opened.
struct Order {
    run::Plan plan;
    Earlier earlier;
    std::vector<run::Submission> submissions; ///< this shard's
};

/// Makes the tasks of a run, one after the other, on a thread of its own; and hears, on the other, how they go.
class Grading {
public:
    Grading(const GradeOptions& options, const Scenario& scenario, candidate::Isolation isolation, run::Judging common,
            const Order& order, GradeScreen& screen, Recorder& recorder)
        : options_(options), scenario_(scenario), isolation_(isolation), common_(std::move(common)), order_(order),
          screen_(screen), recorder_(recorder) {}

    std::unique_ptr<run::Task> next() {
        if (at_ == order_.submissions.size()) return nullptr;
        return task_of(order_.submissions[at_++]);
    }

    ExitStatus status() const { return status_; }
    /// What was found, without what a candidate said.
    const RunResult& results() const { return results_; }

private:
    std::unique_ptr<run::Task> task_of(const run::Submission& submission) {
        auto task = std::make_unique<run::Task>();
        auto& judging = task->judging = common_;
        judging.submission = submission.name;
        if (!options_.keep.empty()) judging.keep = options_.keep / file_name_of(harmless(submission.name));
        judging.command_line = [this, path = submission.path.string()](const std::string& further) {
            return again(options_) + " " + shell_word(path) + further;
        };
        const bool known = order_.earlier.knows_all_of(submission.name);
        task->listener = listener(submission.name, known);
        if (const auto* before = order_.earlier.of(submission.name)) task->known = *before;
        if (known)
            judging.cases = cases_of(task->known);
        else
            open(submission, *task);
        return task;
    }

    /// Finds out how it is started; when it cannot be, that is its result.
    void open(const run::Submission& submission, run::Task& task) {
        auto& judging = task.judging;
        std::shared_ptr<run::Staging> part = staging_.part();
        task.held = part;
        task.known.launch.clear();
        try {
            judging.launches = run::launches_of({scenario_.role, *part, options_.python, isolation_}, submission.path,
                                                options_.start_commands);
            judging.cases = run::selected(scenario_.role, selection_of(options_), judging.launches.front());
        } catch (const run::Unfit& error) {
            refuse(task, run::with_name(error.what(), submission), false);
        } catch (const std::exception& error) { refuse(task, run::with_name(error.what(), submission), true); }
    }

    void refuse(run::Task& task, const std::string& why, bool machine) {
        task.judging.cases = usual_cases(scenario_.role, selection_of(options_));
        task.known = run::refused(task.judging, why, machine);
    }

    /// Of a cohort the transcripts are too much to keep until the end. In the order of names, as in the reports,
    /// whoever was done first.
    void remember(SubmissionResult result) {
        leave_conversation_out(result);
        auto& all = results_.submissions;
        const auto later =
            std::find_if(all.begin(), all.end(), [&](const auto& one) { return result.name < one.name; });
        all.insert(later, std::move(result));
    }

    std::vector<const scenario::Case*> cases_of(const SubmissionResult& known) const {
        std::vector<const scenario::Case*> cases;
        for (const auto& test : scenario_.role.cases)
            if (std::any_of(known.cases.begin(), known.cases.end(), [&](const auto& one) { return one.id == test.id; }))
                cases.push_back(&test);
        return cases;
    }

    run::Listener listener(const std::string& name, bool known) {
        run::Listener listener;
        listener.case_started = [this, name](const scenario::Case& test) { screen_.case_started(name, test.id); };
        listener.case_finished = [this, name](const SubmissionResult& result, const CaseResult& test) {
            screen_.case_finished(name, test.id);
            recorder_.progress(result);
        };
        listener.submission_finished = [this, known](const SubmissionResult& result) {
            screen_.submission_finished(result, known);
            recorder_.finished(result);
            status_ = graver(status_, status_of(result));
            remember(result);
        };
        return listener;
    }

    const GradeOptions& options_;
    const Scenario& scenario_;
    candidate::Isolation isolation_;
    run::Judging common_;
    const Order& order_;
    GradeScreen& screen_;
    Recorder& recorder_;
    run::Staging staging_;
    std::size_t at_ = 0;
    ExitStatus status_ = exit_passed;
    RunResult results_{version, {}};
};

/// Says what is about to be done.
void introduce(const GradeScreen& screen, const GradeOptions& options, const run::Plan& plan, std::size_t submissions,
               const candidate::IsolationReport& isolation) {
    if (!isolation.why.empty())
        complain(fmt::format("isolation {}: {}. {}", isolation.name, isolation.why, isolation.help));
    const auto& shard = plan.shard;
    screen.print(fmt::format("{}: grading {} submissions of {}{}, {} cases each, seed {}, isolation {}", plan.role,
                             submissions, options.folder.string(),
                             options.shard.empty() ? "" : fmt::format(" (shard {} of {})", shard.index, shard.count),
                             plan.cases.size(), plan.seed, isolation.name));
}

Order order_of(const GradeOptions& options, const Scenario& scenario, const run::Shard& shard,
               std::vector<run::Submission> cohort) {
    Order order;
    order.plan = plan_of(options, scenario, cohort);
    order.plan.shard = shard;
    if (!options.resume.empty()) {
        const auto& named = options.resume;
        const bool whole = options.shard.empty() || fs::exists(named);
        order.earlier = Earlier(whole ? named : run::shard_path(named, shard));
    }
    order.plan.seed = seed_of(options, order.earlier, order.plan);
    if (!options.resume.empty()) order.earlier.keep_for(order.plan, scenario.role, options.rerun_failed);
    for (std::size_t i = shard.index - 1; i < cohort.size(); i += shard.count)
        order.submissions.push_back(std::move(cohort[i]));
    return order;
}

/// Says what is taken over from an earlier run.
void tell_earlier(const GradeScreen& screen, const Order& order) {
    const auto& earlier = order.earlier;
    const auto known = std::count_if(order.submissions.begin(), order.submissions.end(),
                                     [&](const auto& one) { return earlier.knows_all_of(one.name); });
    screen.print(fmt::format("resuming: of {} submissions everything is judged already", known));
    if (!earlier.changed.empty())
        screen.print(fmt::format("changed since, and judged anew: {}", fmt::join(earlier.changed, ", ")));
    if (!earlier.vanished.empty())
        screen.print(fmt::format("no longer there; their results stay: {}", fmt::join(earlier.vanished, ", ")));
}

void check(const GradeOptions& options, const scenario::Role& role) {
    try {
        run::check_command_lines(role, options.start_commands);
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }
}

/// For --dry-run: how each submission would be started, and the cases.
int tell_plan(const GradeOptions& options, const Scenario& scenario, candidate::Isolation isolation,
              const std::vector<run::Submission>& submissions) {
    const Terminal terminal(options.color);
    for (const auto& submission : submissions) {
        run::Staging staging; // of its own, so that no more than one copy is kept
        try {
            const auto launches = run::launches_of({scenario.role, staging, options.python, isolation}, submission.path,
                                                   options.start_commands);
            terminal.print_foreign(start_in_words(submission.name, launches));
        } catch (const std::runtime_error& error) {
            terminal.print_foreign(fmt::format("{}: cannot be started: {}\n", submission.name, error.what()));
        }
    }
    terminal.print_foreign(cases_in_words(usual_cases(scenario.role, selection_of(options))));
    return exit_passed;
}

} // namespace

int grade(const GradeOptions& options) {
    raise_descriptor_limit();
    const auto scenario = load_scenario(options);
    check(options, scenario.role);
    if (usual_cases(scenario.role, selection_of(options)).empty()) return nothing_selected(options);
    const auto shard = shard_of(options);
    const auto specs = reports_of(options, shard);
    // Before there are threads: with them, an ordinary user could not move to namespaces of their own here.
    candidate::Launcher launcher(isolation_of(options));
    auto cohort = submissions_of(options, specs);
    if (cohort.empty()) {
        complain(fmt::format("there is no submission in {}", options.folder.string()));
        return exit_nothing;
    }
    const auto order = order_of(options, scenario, shard, std::move(cohort));
    if (options.dry_run) return tell_plan(options, scenario, launcher.isolation().tier, order.submissions);

    Stage stage;
    ActionsLog log(prints_report(specs));
    GradeScreen screen(options.color, prints_report(specs));
    screen.expect(order.submissions.size(), order.plan.cases.size());
    introduce(screen, options, order.plan, order.submissions.size(), launcher.isolation());
    const auto recorder = begin_reports(specs, options.gradebook, order.plan, order.earlier);
    if (!options.resume.empty()) tell_earlier(screen, order);
    Grading grading(options, scenario, launcher.isolation().tier, judging_of(options, scenario, order.plan.seed), order,
                    screen, *recorder);
    run::NextTask next = [&grading] { return grading.next(); };
    asio::thread_pool aside(1);
    const int caught = stage.perform(run::judge_all(launcher, next, aside, workers_of(options), stage.stop()));
    const bool written = recorder->close();
    screen.summarise();
    log.annotate(annotations_of(grading.results()));
    if (caught) {
        complain("stopped by a signal; what was judged stands in the reports");
        return 128 + caught;
    }
    return written ? grading.status() : exit_trouble;
}

} // namespace counterpart::command
