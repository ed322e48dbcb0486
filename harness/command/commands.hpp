/// The subcommands as functions of plain options. Each has its own file here and returns the exit status.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace counterpart::command {

/// Exit statuses (a contract: scripts look at them).
enum ExitStatus { exit_passed = 0, exit_failed = 1, exit_usage = 2, exit_trouble = 3, exit_nothing = 4 };

/// What the user asked for cannot be done as asked; the text says what can.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What is judged, and how: for one submission and for many.
struct JudgeOptions {
    std::string role;                        ///< "key-server/client"
    std::vector<std::string> start_commands; ///< --command; for several programs NAME=COMMAND
    std::vector<std::string> cases;          ///< globs
    std::string level = "should";
    std::vector<std::string> reports; ///< FORMAT=PATH
    std::optional<std::uint64_t> seed;
    unsigned jobs = 0; ///< 0: as many as there are processors
    double timeout_scale = 1;
    std::filesystem::path scenarios; ///< empty: the shipped ones
    std::string isolation = "auto";
    std::filesystem::path keep;
    std::string python = "python3";
    std::string color = "auto";
    std::filesystem::path rubric; ///< empty: the scenario's own weights and levels
};

struct RunOptions : JudgeOptions {
    std::string submission;         ///< folder or file; empty with `words` or `reference`
    std::vector<std::string> words; ///< after "--"
    bool reference = false;
    bool verbose = false;
    bool dry_run = false; ///< say what would be judged, and play nothing
};

struct DiffOptions {
    std::filesystem::path base, now;     ///< records: JUnit files, folders of them, or JSON
    std::filesystem::path known_failing; ///< a list of failures that are no regressions; empty: none
    std::string color = "auto";
};

struct PlayOptions {
    std::string role;
    std::vector<std::string> cases; ///< globs
    std::string level = "should";
    std::string command;             ///< the line that is shown to the person; empty: by the role's convention
    std::filesystem::path directory; ///< the program's working directory; empty: a fresh one
    unsigned rounds = 0;             ///< 0: until stopped
    std::optional<std::uint64_t> seed;
    double timeout_scale = 30; ///< a person is slow, and a breakpoint slower
    std::filesystem::path scenarios;
    std::string color = "auto";
};

struct GradeOptions : JudgeOptions {
    std::filesystem::path folder;    ///< of submissions
    std::filesystem::path resume;    ///< a record; empty: begin anew
    bool rerun_failed = false;       ///< --rerun failed
    std::string shard;               ///< "I/N", "auto", "auto/N"; empty: everything
    std::filesystem::path gradebook; ///< exported by Canvas, to be filled in by the report csv; empty: none
    bool dry_run = false;            ///< say what would be judged, and play nothing
};

struct ReportOptions {
    std::vector<std::filesystem::path> files;
    std::vector<std::string> reports; ///< FORMAT=PATH
    std::filesystem::path gradebook;  ///< as for grading
    std::string color = "auto";
};

int run(const RunOptions&);
int play(const PlayOptions&);
int diff(const DiffOptions&);
int grade(const GradeOptions&);
int report(const ReportOptions&);
int list(const std::string& what, bool json, const std::filesystem::path& scenarios);
int explain(const std::string& what, const std::filesystem::path& scenarios);
int validate(const std::vector<std::filesystem::path>& files);
int coverage(const std::string& what, const std::filesystem::path& scenarios);

} // namespace counterpart::command
