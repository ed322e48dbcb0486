#include "harness/command/command_line.hpp"
#include "harness/command/commands.hpp"
#include "harness/command/completion.hpp"
#include "harness/command/manual.hpp"
#include "harness/command/terminal.hpp"
#include "harness/command/version.hpp"
#include "reports/report.hpp"
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

namespace counterpart::command {
namespace {

constexpr auto about =
    "Counterpart plays the opposite side of a network protocol: it starts your server or client, speaks the other\n"
    "party's part, and judges each stage of the communication map.";

constexpr auto after =
    "Exit status: 0 all passed, 1 some stage failed, 2 usage or scenario error, 3 the harness or the machine\n"
    "failed, 4 nothing selected.\n"
    "Begin with: counterpart list; counterpart explain PROTOCOL/ROLE; counterpart run PROTOCOL/ROLE FOLDER";

std::string formats() {
    std::string names;
    for (const auto& format : report_formats()) names += (names.empty() ? "" : ", ") + std::string(format.name);
    return names;
}

void add_scenarios(CLI::App& app, std::filesystem::path& scenarios) {
    app.add_option("--scenarios", scenarios, "Folder of scenarios; the shipped ones unless given")->type_name("DIR");
}

void add_reports(CLI::App& app, std::vector<std::string>& reports) {
    app.add_option("--report", reports, "Write a report (repeatable; '-' is standard output). Formats: " + formats())
        ->type_name("FORMAT=PATH")
        ->allow_extra_args(false);
}

void add_gradebook(CLI::App& app, std::filesystem::path& gradebook) {
    app.add_option("--canvas-template", gradebook,
                   "A gradebook that Canvas exported: the report csv is that, with the scores filled in")
        ->type_name("FILE");
}

void add_color(CLI::App& app, std::string& color) {
    app.add_option("--color", color, "Colours on the terminal")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->capture_default_str();
}

/// The options by which one submission and many are judged alike.
void add_judging(CLI::App& app, JudgeOptions& options) {
    app.add_option("--case", options.cases, "Only cases whose id fits this glob (repeatable)")
        ->type_name("GLOB")
        ->allow_extra_args(false);
    app.add_option("--level", options.level, "Judge requirements up to this level")
        ->check(CLI::IsMember({"must", "should", "hardening"}))
        ->capture_default_str();
    add_reports(app, options.reports);
    app.add_option("--command", options.start_commands,
                   "How the submission is started, e.g. 'python3 server.py {port}'; it runs in a fresh copy of its "
                   "folder. For a candidate of several programs repeatable: server='…' client='…'")
        ->type_name("'CMD ARG…'")
        ->allow_extra_args(false);
    app.add_option("-j,--jobs", options.jobs, "Cases played side by side; as many as processors unless given")
        ->type_name("N")
        ->check(CLI::Range(1u, 256u));
    app.add_option("--seed", options.seed, "Replay the random values of the run that printed this seed")
        ->type_name("N");
    app.add_option("--timeout-scale", options.timeout_scale, "Multiply every time limit, for slow machines")
        ->type_name("X")
        ->check(CLI::Range(0.1, 100.0));
    app.add_option("--isolation", options.isolation,
                   "cage: own namespaces; none: the host's loopback; auto: cage where it can be had")
        ->check(CLI::IsMember({"auto", "cage", "none"}))
        ->capture_default_str();
    app.add_option("--keep", options.keep, "Keep the candidate's working directory of each case below this folder")
        ->type_name("DIR");
    app.add_option("--python", options.python, "The Python 3 interpreter for candidates")
        ->type_name("PATH")
        ->capture_default_str();
    app.add_option("--rubric", options.rubric, "Other weights and levels, by case, requirement or level (JSON or XML)")
        ->type_name("FILE");
    add_color(app, options.color);
    add_scenarios(app, options.scenarios);
}

constexpr auto dry_run_help = "Say how it would be started and which cases would be played, and play nothing";
constexpr auto role_help = "PROTOCOL/ROLE, e.g. key-server/client; 'counterpart list' shows all";

void add_run(CLI::App& app, Parsed& parsed, const std::vector<std::string>& command_words) {
    auto options = std::make_shared<RunOptions>();
    options->words = command_words;
    auto* run = app.add_subcommand("run", "Judge one submission");
    run->add_option("role", options->role, role_help)->required();
    run->add_option("submission", options->submission,
                    "Folder, file or archive (.zip .tar .tar.gz .tgz); how it is started is found by convention");
    run->add_flag("--reference", options->reference, "Judge the reference program that is shipped for the role");
    add_judging(*run, *options);
    run->add_flag("--verbose", options->verbose, "Print transcript and output of every case");
    run->add_flag("--dry-run", options->dry_run, dry_run_help);
    run->footer("With '--' a command follows instead of a submission: counterpart run key-server/server -- ./server "
                "{port} {users}\n"
                "The placeholders are those that 'counterpart explain PROTOCOL/ROLE' names.");
    run->callback([options, &parsed] { parsed.subcommand = [options] { return command::run(*options); }; });
}

void add_play(CLI::App& app, Parsed& parsed) {
    auto options = std::make_shared<PlayOptions>();
    auto* play = app.add_subcommand("play", "Play the other side in the foreground for a program that you start");
    play->add_option("role", options->role, "PROTOCOL/ROLE that your program has, e.g. key-server/client")->required();
    play->add_option("--case", options->cases, "Only cases whose id fits this glob (repeatable)")
        ->type_name("GLOB")
        ->allow_extra_args(false);
    play->add_option("--level", options->level, "Judge requirements up to this level")
        ->check(CLI::IsMember({"must", "should", "hardening"}))
        ->capture_default_str();
    play->add_option("--command", options->command,
                     "How you start your program, with placeholders; it is shown to you with the case's values")
        ->type_name("'CMD ARG…'");
    play->add_option("--directory", options->directory,
                     "Your program's working directory: files are put and looked for there, and may be overwritten; "
                     "a fresh one unless given")
        ->type_name("DIR");
    play->add_option("--rounds", options->rounds, "How often all is played; until Ctrl-C unless given")->type_name("N");
    play->add_option("--seed", options->seed, "The same random values in every round")->type_name("N");
    play->add_option("--timeout-scale", options->timeout_scale, "Multiply every time limit")
        ->type_name("X")
        ->check(CLI::Range(0.1, 1000.0))
        ->capture_default_str();
    add_color(*play, options->color);
    add_scenarios(*play, options->scenarios);
    play->footer("The wire and the files are judged, as they come. Your program's output, its exit and what its "
                 "functions return are not seen.");
    play->callback([options, &parsed] { parsed.subcommand = [options] { return command::play(*options); }; });
}

constexpr auto grade_footer =
    "Every folder, file and archive in DIR is a submission. One that cannot be started is a result of its own.\n"
    "The record of a run is its json report: --report json=results.json writes it and, beside it, results.plan.json,\n"
    "which says what is to be judged. A run that was stopped goes on with --resume results.json.\n"
    "A rubric is {\"cases\": {\"GLOB\": 3}, \"requirements\": {\"ID\": {\"weight\": 6, \"level\": \"must\"}},\n"
    "\"levels\": {\"hardening\": 0.5}}, or <rubric> with <case id weight level/>, <requirement id weight level/> and\n"
    "<level name weight/>. A case's own weight goes first; a requirement's is shared out equally among the cases that\n"
    "check it; a level's is for each case that has neither.\n"
    "A shard's reports bear its name: results.shard-3-of-8.json. 'counterpart report' puts them together.";

void add_grade(CLI::App& app, Parsed& parsed) {
    auto options = std::make_shared<GradeOptions>();
    auto* grade = app.add_subcommand("grade", "Judge every submission in a folder");
    grade->add_option("role", options->role, role_help)->required();
    grade->add_option("folder", options->folder, "Folder of submissions: folders, files, archives")
        ->required()
        ->type_name("DIR");
    add_judging(*grade, *options);
    add_gradebook(*grade, options->gradebook);
    grade->add_flag("--dry-run", options->dry_run, dry_run_help);
    auto* resume = grade
                       ->add_option("--resume", options->resume,
                                    "Go on with the run whose record this is; verdicts that still hold are kept")
                       ->type_name("FILE");
    grade->add_option("--rerun", "With --resume: 'failed' also judges again whatever did not pass")
        ->type_name("failed")
        ->check(CLI::IsMember({"failed"}))
        ->needs(resume)
        ->each([options](const std::string&) { options->rerun_failed = true; });
    grade
        ->add_option("--shard", options->shard,
                     "Judge this part alone: I/N; auto: by the variables of Slurm, GitLab, CircleCI, Buildkite, AWS "
                     "Batch, Bazel, Azure Pipelines; auto/N: the same for Kubernetes, which does not say N")
        ->type_name("I/N");
    grade->footer(grade_footer);
    grade->callback([options, &parsed] { parsed.subcommand = [options] { return command::grade(*options); }; });
}

void add_report(CLI::App& app, Parsed& parsed) {
    auto options = std::make_shared<ReportOptions>();
    auto* report = app.add_subcommand("report", "Put recorded results together, and render them again");
    report
        ->add_option("files", options->files, "JSON records, JUnit files, folders of TEST-*.xml or of shards' records")
        ->required();
    add_reports(*report, options->reports);
    add_gradebook(*report, options->gradebook);
    add_color(*report, options->color);
    report->footer("Of a case that several of the files hold, the last counts. Shards of one run must all be there, "
                   "each once.");
    report->callback([options, &parsed] { parsed.subcommand = [options] { return command::report(*options); }; });
}

constexpr auto about_known =
    "--known-failing FILE: a line for each known failure, PATTERN  MESSAGE. PATTERN is a glob over\n"
    "SUBMISSION/PROTOCOL/ROLE/CASE in which * and ? stop at a slash; a blank in it is written '\\ '. MESSAGE is a\n"
    "part of the failure's summary or likely slip, or its requirement's id. # begins a comment line.\n"
    "For example:  */content-storage/*/two-files  CS-4.2\n"
    "A case that fails as its entry says is no regression. An entry that names no case, whose cases pass, or\n"
    "that has another message than their failures, is an error.\n"
    "Exit status: 1 when something regressed; else 2 for such an entry or bad input, 3 when a case of NEW could\n"
    "not be judged, 4 when there was nothing to compare; else 0.";

void add_diff(CLI::App& app, Parsed& parsed) {
    auto options = std::make_shared<DiffOptions>();
    auto* diff = app.add_subcommand("diff", "Show what regressed between two recorded runs, and what was mended");
    diff->add_option("base", options->base, "What was: a JUnit file, a folder of junit-dir's, or a JSON record")
        ->required();
    diff->add_option("new", options->now, "What is: the same")->required();
    diff->add_option("--known-failing", options->known_failing, "A list of failures that are no regressions; see below")
        ->type_name("FILE");
    add_color(*diff, options->color);
    diff->footer(about_known);
    diff->callback([options, &parsed] { parsed.subcommand = [options] { return command::diff(*options); }; });
}

/// What is made from this description of the command line: completion scripts, and the manual page.
void add_derived(CLI::App& app, Parsed& parsed) {
    const auto print = [&parsed](std::string text) {
        parsed.subcommand = [text = std::move(text)] {
            fmt::print("{}", text);
            return static_cast<int>(exit_passed);
        };
    };
    auto shell = std::make_shared<std::string>();
    auto* completion = app.add_subcommand("completion", "Print a script that completes this program's command lines");
    completion->add_option("shell", *shell, "For which shell")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    completion->footer("bash: . <(counterpart completion bash)\nzsh:  source <(counterpart completion zsh)\n"
                       "fish: counterpart completion fish | source");
    completion->callback([&app, shell, print] { print(completion_for(*shell, shape_of(app))); });
    auto* manual = app.add_subcommand("manual", "Print the manual page, in roff: counterpart manual | man -l -");
    manual->callback([&app, print] { print(manual_page(shape_of(app))); });
}

void add_others(CLI::App& app, Parsed& parsed) {
    struct Shared {
        std::string what;
        bool json = false;
        std::filesystem::path scenarios;
        std::vector<std::filesystem::path> files;
    };
    auto shared = std::make_shared<Shared>();
    auto* list = app.add_subcommand("list", "Show protocols, roles and cases");
    list->add_option("what", shared->what, "PROTOCOL or PROTOCOL/ROLE; everything unless given");
    list->add_flag("--json", shared->json, "As JSON; counterpart(1) says what it holds");
    add_scenarios(*list, shared->scenarios);
    list->callback([shared, &parsed] {
        parsed.subcommand = [shared] { return command::list(shared->what, shared->json, shared->scenarios); };
    });
    auto* explain = app.add_subcommand("explain", "Explain a protocol, a role or a case in words");
    explain->add_option("what", shared->what, "PROTOCOL, PROTOCOL/ROLE or PROTOCOL/ROLE/CASE")->required();
    add_scenarios(*explain, shared->scenarios);
    explain->callback([shared, &parsed] {
        parsed.subcommand = [shared] { return command::explain(shared->what, shared->scenarios); };
    });
    auto* validate = app.add_subcommand("validate", "Check scenario files, and name everything that is wrong in them");
    validate->add_option("files", shared->files, "protocol.xml, role files, or folders that hold them")->required();
    validate->callback(
        [shared, &parsed] { parsed.subcommand = [shared] { return command::validate(shared->files); }; });
    auto* coverage = app.add_subcommand("coverage", "Show which cases check each requirement; fails when one has none");
    coverage->add_option("what", shared->what, "PROTOCOL; all unless given");
    add_scenarios(*coverage, shared->scenarios);
    coverage->callback([shared, &parsed] {
        parsed.subcommand = [shared] { return command::coverage(shared->what, shared->scenarios); };
    });
}

} // namespace

Parsed parse(int argc, char** argv) {
    Parsed parsed;
    CLI::App app(about, "counterpart");
    app.footer(after);
    app.set_version_flag("--version", std::string("counterpart ") + version);
    app.require_subcommand(1);
    // What follows "--" is the candidate's command line, with options of its own: none of it is ours to parse.
    std::vector<std::string> words(argv + 1, argv + argc), command_words;
    if (const auto dashes = std::find(words.begin(), words.end(), "--"); dashes != words.end()) {
        command_words.assign(dashes + 1, words.end());
        words.erase(dashes, words.end());
    }
    add_run(app, parsed, command_words);
    add_play(app, parsed);
    add_grade(app, parsed);
    add_report(app, parsed);
    add_diff(app, parsed);
    add_others(app, parsed);
    add_derived(app, parsed);
    std::reverse(words.begin(), words.end()); // CLI11 takes them from the back
    try {
        app.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
        const bool asked = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
        app.exit(error);
        parsed.subcommand = {};
        parsed.exit_status = asked ? exit_passed : exit_usage;
    }
    return parsed;
}

} // namespace counterpart::command
