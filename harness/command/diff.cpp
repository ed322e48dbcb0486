// counterpart diff: what regressed between two recorded runs, what was mended, and what fails in another way.
#include "harness/command/actions_log.hpp"
#include "harness/command/commands.hpp"
#include "harness/command/diff_records.hpp"
#include "harness/command/terminal.hpp"
#include "reports/harmless.hpp"
#include "reports/read_file.hpp"
#include "reports/read_record.hpp"
#include <fmt/format.h>

namespace counterpart::command {
namespace {

constexpr std::size_t line_limit = 300;

RunResult record(const std::filesystem::path& path) {
    try {
        auto results = read_record(path);
        if (results.submissions.empty()) throw UsageError(fmt::format("{}: there is no result in it", path.string()));
        return results;
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }
}

std::vector<KnownEntry> known_failures(const std::filesystem::path& list) {
    if (list.empty()) return {};
    try {
        return parse_known(read_file(list), list.string());
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }
}

/// How a case went, on a line: "passed", or where it failed and what was wrong there.
std::string in_a_line(const CaseResult& test) {
    const auto* wrong = first_wrong(test);
    if (!wrong || !wrong->failure) return std::string(to_string(verdict_of(test)));
    const auto& failure = *wrong->failure;
    const auto what = failure.slip.empty() ? failure.summary : fmt::format("{} ({})", failure.summary, failure.slip);
    if (wrong->verdict == Verdict::error) return fmt::format("stage {} could not be judged: {}", wrong->number, what);
    return fmt::format("stage {}, {} ({}): {}", wrong->number, failure.requirement, to_string(failure.level), what);
}

/// Prints the lists, each under its heading.
class Page {
public:
    explicit Page(const std::string& color) : terminal_(color) {}

    void list(const char* heading, Ink ink, const std::vector<Change>& changes, bool before) const {
        if (changes.empty()) return;
        terminal_.print(fmt::format("{} ({})\n", terminal_.ink(ink, heading), changes.size()));
        for (const auto& change : changes) {
            terminal_.print(fmt::format("  {}\n", terminal_.ink(Ink::bold, harmless_line(change.key, line_limit))));
            if (before) tell("before: ", change.before);
            tell(before ? "now:    " : "", change.now ? change.now : change.before);
        }
    }

    void incomplete(const char* which, const RunResult& results) const {
        for (const auto& submission : results.submissions)
            if (!submission.complete)
                terminal_.print_foreign(fmt::format("{} is not complete: the run was stopped while {} ({}/{}) was "
                                                    "judged\n",
                                                    which, submission.name, submission.protocol, submission.role));
    }

    void total(const Difference& all) const {
        const auto left = all.same_passing.size() + all.same_failing.size();
        auto line = fmt::format("{} newly failing, {} newly passing, {} changed, {} unchanged ({} of them failing)",
                                all.newly_failing.size(), all.newly_passing.size(), all.changed.size(), left,
                                all.same_failing.size());
        if (!all.known.empty()) line += fmt::format(", {} known to fail", all.known.size());
        if (!all.unjudged.empty()) line += fmt::format(", {} not judged", all.unjudged.size());
        terminal_.print(terminal_.ink(all.newly_failing.empty() ? Ink::green : Ink::red, line) + "\n");
    }

private:
    void tell(const char* label, const CaseResult* test) const {
        terminal_.print(fmt::format("    {}{}\n", label, harmless_line(in_a_line(*test), line_limit)));
    }

    Terminal terminal_;
};

void show(const Page& page, const Difference& all) {
    page.list("newly failing", Ink::red, all.newly_failing, true);
    page.list("newly passing", Ink::green, all.newly_passing, true);
    page.list("failing in another way", Ink::yellow, all.changed, true);
    page.list("could not be judged", Ink::yellow, all.unjudged, true);
    page.list("known to fail", Ink::dim, all.known, false);
    page.list("only in BASE", Ink::yellow, all.only_base, false);
    page.list("only in NEW", Ink::yellow, all.only_new, false);
}

std::vector<Annotation> annotations_of(const Difference& all) {
    std::vector<Annotation> annotations;
    for (const auto& change : all.newly_failing)
        annotations.push_back({"newly failing: " + change.key, in_a_line(*change.now)});
    return annotations;
}

/// Complains of every entry of the list that is not as the results are; whether there was one.
bool complain_of_stale(const DiffOptions& options, const std::vector<KnownEntry>& known, const RunResult& now) {
    const auto cases = cases_of(now, "NEW");
    bool found = false;
    for (const auto& entry : known) {
        const auto wrong = stale(entry, cases);
        if (wrong.empty()) continue;
        complain(fmt::format("{}:{}: {}: {}", options.known_failing.string(), entry.line, entry.pattern, wrong));
        found = true;
    }
    return found;
}

} // namespace

int diff(const DiffOptions& options) {
    const auto base = record(options.base), now = record(options.now);
    const auto known = known_failures(options.known_failing);
    Difference all;
    try {
        all = difference_of(base, now, known);
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }

    ActionsLog log;
    const Page page(options.color);
    page.incomplete("BASE", base);
    page.incomplete("NEW", now);
    show(page, all);
    page.total(all);
    const bool bad_list = complain_of_stale(options, known, now);
    log.annotate(annotations_of(all));
    if (!all.newly_failing.empty()) return exit_failed;
    if (bad_list) return exit_usage;
    for (const auto& change : all.unjudged)
        if (verdict_of(*change.now) == Verdict::error) return exit_trouble;
    const auto compared = all.same_passing.size() + all.same_failing.size() + all.newly_passing.size() +
                          all.changed.size() + all.known.size() + all.unjudged.size();
    if (compared) return exit_passed;
    complain("BASE and NEW have no case in common: nothing was compared");
    return exit_nothing;
}

} // namespace counterpart::command
