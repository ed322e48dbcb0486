#include "harness/command/diff_records.hpp"
#include "reports/harmless.hpp"
#include "reports/html/tally.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <stdexcept>

namespace counterpart::command {
namespace {

/// What a failure is at heart, without the values that differ from run to run.
std::string reason_of(const CaseResult& test) {
    const auto* wrong = first_wrong(test);
    if (!wrong || !wrong->failure) return "not reached";
    return std::string(to_string(wrong->failure->type)) + "\n" + html::sameness(*wrong->failure, wrong->number);
}

/// The list where a case that is in both records belongs.
std::vector<Change>& place_of(Difference& all, const Change& change, const std::vector<KnownEntry>& known) {
    const auto is_known = [&](const CaseResult& test) {
        return std::any_of(known.begin(), known.end(), [&](const auto& e) { return explains(e, change.key, test); });
    };
    const auto before = verdict_of(*change.before), now = verdict_of(*change.now);
    if (before == Verdict::error || now == Verdict::error) return all.unjudged;
    if (now == Verdict::passed) return before == Verdict::passed ? all.same_passing : all.newly_passing;
    if (is_known(*change.now)) return all.known;
    if (before == Verdict::passed || is_known(*change.before)) return all.newly_failing;
    return reason_of(*change.before) == reason_of(*change.now) ? all.same_failing : all.changed;
}

} // namespace

std::vector<std::pair<std::string, const CaseResult*>> cases_of(const RunResult& results, std::string_view name) {
    std::map<std::string, const CaseResult*> cases;
    for (const auto& submission : results.submissions)
        for (const auto& test : submission.cases) {
            // Records differ in how much of a name they made harmless.
            auto key =
                harmless(fmt::format("{}/{}/{}/{}", submission.name, submission.protocol, submission.role, test.id));
            if (!cases.emplace(key, &test).second)
                throw std::runtime_error(fmt::format("{}: {} is there twice", name, key));
        }
    return {cases.begin(), cases.end()};
}

Difference difference_of(const RunResult& base, const RunResult& now, const std::vector<KnownEntry>& known) {
    std::map<std::string, Change> changes;
    for (const auto& [key, test] : cases_of(base, "BASE")) changes[key].before = test;
    for (const auto& [key, test] : cases_of(now, "NEW")) changes[key].now = test;
    Difference all;
    for (auto& [key, change] : changes) {
        change.key = key;
        if (!change.now)
            all.only_base.push_back(change);
        else if (!change.before)
            all.only_new.push_back(change);
        else
            place_of(all, change, known).push_back(change);
    }
    return all;
}

} // namespace counterpart::command
