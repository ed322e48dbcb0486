#include "harness/command/judge.hpp"
#include "harness/command/terminal.hpp"
#include "harness/run/rubric.hpp"
#include "reports/canvas.hpp"
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <csignal>
#include <fmt/format.h>
#include <sys/resource.h>
#include <thread>

namespace counterpart::command {

namespace asio = boost::asio;

Scenario load_scenario(const JudgeOptions& options) {
    const auto suites = load_catalogue(options.scenarios, options.role);
    const auto chosen = pick(suites, options.role);
    if (!chosen.role || chosen.test) throw UsageError(fmt::format("'{}' is no role: name PROTOCOL/ROLE", options.role));
    Scenario scenario{chosen.suite->protocol, *chosen.role};
    if (options.rubric.empty()) return scenario;
    try {
        run::apply(run::read_rubric(options.rubric), scenario.protocol, scenario.role);
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }
    return scenario;
}

candidate::Isolation isolation_of(const JudgeOptions& options) {
    if (options.isolation == "cage") return candidate::Isolation::cage;
    return options.isolation == "none" ? candidate::Isolation::none : candidate::Isolation::automatic;
}

run::Selection selection_of(const JudgeOptions& options) { return {options.cases, run::level_of(options.level)}; }

unsigned workers_of(const JudgeOptions& options) {
    return options.jobs ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
}

run::Judging judging_of(const JudgeOptions& options, const Scenario& scenario, std::uint64_t seed) {
    run::Judging judging;
    judging.protocol = &scenario.protocol;
    judging.role = &scenario.role;
    judging.seed = seed;
    judging.timeout_scale = options.timeout_scale;
    judging.workers = workers_of(options);
    judging.keep = options.keep;
    return judging;
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

std::string again(const JudgeOptions& options) {
    std::string line = name_of_program() + " run " + options.role;
    if (options.level != "should") line += " --level " + options.level;
    if (!options.scenarios.empty()) line += " --scenarios " + shell_word(options.scenarios.string());
    if (options.timeout_scale != 1) line += fmt::format(" --timeout-scale {}", options.timeout_scale);
    if (options.isolation != "auto") line += " --isolation " + options.isolation;
    if (options.python != "python3") line += " --python " + shell_word(options.python);
    if (!options.rubric.empty()) line += " --rubric " + shell_word(options.rubric.string());
    for (const auto& command : options.start_commands) line += " --command " + shell_word(command);
    return line;
}

std::vector<std::unique_ptr<Report>> open_reports(const std::vector<std::string>& specs,
                                                  const std::filesystem::path& gradebook) {
    constexpr std::string_view csv = "csv=";
    const auto fills = [&](const std::string& spec) { return !gradebook.empty() && spec.starts_with(csv); };
    if (!gradebook.empty() && std::none_of(specs.begin(), specs.end(), fills))
        throw UsageError("--canvas-template fills in the report csv: name that too, with --report csv=PATH");
    std::vector<std::unique_ptr<Report>> reports;
    try {
        for (const auto& spec : specs) {
            if (!fills(spec)) {
                reports.push_back(open_report(spec));
                continue;
            }
            reports.push_back(canvas_report(gradebook, spec.substr(csv.size()), complain));
            reports.back()->check_writable();
        }
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }
    return reports;
}

bool prints_report(const std::vector<std::string>& specs) {
    return std::any_of(specs.begin(), specs.end(), [](const auto& spec) { return spec.ends_with("=-"); });
}

ExitStatus status_of(const SubmissionResult& result) {
    auto status = exit_passed;
    for (const auto& test : result.cases) {
        if (verdict_of(test) == Verdict::error) return exit_trouble;
        if (verdict_of(test) != Verdict::passed) status = exit_failed;
    }
    return status;
}

ExitStatus graver(ExitStatus a, ExitStatus b) {
    for (const auto status : {exit_trouble, exit_failed})
        if (a == status || b == status) return status;
    return a;
}

ExitStatus nothing_selected(const JudgeOptions& options) {
    complain(fmt::format("no case of {} is selected by --case and --level; 'counterpart list {}' shows them",
                         options.role, options.role));
    return exit_nothing;
}

void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

namespace {

/// While it lives, the calling thread comes to run before others where this user may ask for that (root): what it does
/// in time is what pauses and limits are measured by. It sleeps nearly always.
class Punctual {
public:
    Punctual() : before_(::getpriority(PRIO_PROCESS, 0)) { ::setpriority(PRIO_PROCESS, 0, before_ - 10); }
    ~Punctual() { ::setpriority(PRIO_PROCESS, 0, before_); }
    Punctual(const Punctual&) = delete;
    Punctual& operator=(const Punctual&) = delete;

private:
    int before_;
};

} // namespace

Stage::Stage() : signals_(context_, SIGINT, SIGTERM) {
    signals_.async_wait([this](boost::system::error_code error, int number) {
        if (error) return;
        caught_ = number;
        stop_ = true;
        context_.stop(); // what is being played is given up; what has been judged stays
    });
}

int Stage::perform(asio::awaitable<void> act) {
    std::exception_ptr fault;
    asio::co_spawn(context_, std::move(act), [&](std::exception_ptr problem) {
        fault = problem;
        signals_.cancel();
    });
    {
        const Punctual punctual;
        context_.run();
    }
    if (fault) std::rethrow_exception(fault);
    return caught_;
}

} // namespace counterpart::command
