#include "harness/command/grade_earlier.hpp"
#include "harness/command/commands.hpp"
#include "reports/harmless.hpp"
#include "reports/json_read.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace counterpart::command {

namespace fs = std::filesystem;

namespace {

const scenario::Case* case_named(const scenario::Role& role, const std::string& id) {
    const auto found =
        std::find_if(role.cases.begin(), role.cases.end(), [&](const auto& test) { return test.id == id; });
    return found == role.cases.end() ? nullptr : &*found;
}

const run::Plan::Entry* entry_of(const run::Plan& plan, const std::string& name) {
    const auto found =
        std::find_if(plan.cohort.begin(), plan.cohort.end(), [&](const auto& one) { return one.name == name; });
    return found == plan.cohort.end() ? nullptr : &*found;
}

/// Leaves the cases that need not be played again, with this run's weights.
void keep_cases(SubmissionResult& result, const scenario::Role& role, bool rerun_failed) {
    std::erase_if(result.cases, [&](const CaseResult& played) {
        const auto verdict = verdict_of(played);
        return !case_named(role, played.id) || verdict == Verdict::error ||
               (rerun_failed && verdict != Verdict::passed);
    });
    for (auto& played : result.cases) {
        const auto* test = case_named(role, played.id);
        played.points = test->points;
        played.level = test->level;
    }
}

} // namespace

fs::path Earlier::copy_of(const fs::path& record) { return record.string() + ".before"; }

Earlier::Earlier(const fs::path& record) : record_(record) {
    const auto copy = copy_of(record);
    try {
        if (!fs::is_regular_file(record)) throw std::runtime_error("there is no such file");
        const auto plan = run::plan_path(record);
        if (!fs::exists(plan))
            throw std::runtime_error(
                fmt::format("there is no {} beside it, which says what was to be judged", plan.filename().string()));
        plan_ = run::read_plan(plan);
        for (auto& result : read_json(fs::exists(copy) ? copy : record).submissions)
            results_.insert_or_assign(harmless(result.name), std::move(result));
    } catch (const std::exception& error) {
        throw UsageError(fmt::format("--resume {}: {}", record.string(), error.what()));
    }
}

void Earlier::keep_for(const run::Plan& now, const scenario::Role& role, bool rerun_failed) {
    auto why = run::differences(plan_, now);
    if (why.empty() && !(plan_.shard == now.shard))
        why = fmt::format("shard {} of {} there, {} of {} here", plan_.shard.index, plan_.shard.count, now.shard.index,
                          now.shard.count);
    if (!why.empty())
        throw UsageError(
            fmt::format("--resume {}: what it holds was not judged by the same rules, so it cannot be gone "
                        "on with: {}",
                        record_.string(), why));
    const bool same_selection = plan_.level == now.level && plan_.cases == now.cases;
    for (auto& [name, result] : results_) {
        const auto* then = entry_of(plan_, name);
        const auto* today = entry_of(now, name);
        if (!today) {
            vanished.push_back(name);
            continue; // its result stays as it is
        }
        if (!then || then->digest != today->digest) {
            changed.push_back(name);
            continue;
        }
        const auto cases = result.cases.size();
        keep_cases(result, role, rerun_failed);
        result.complete = result.complete && same_selection && result.cases.size() == cases;
    }
    for (const auto& name : changed) results_.erase(name);
}

const SubmissionResult* Earlier::of(const std::string& submission) const {
    const auto found = results_.find(harmless(submission));
    return found == results_.end() ? nullptr : &found->second;
}

bool Earlier::knows_all_of(const std::string& submission) const {
    const auto* result = of(submission);
    return result && result->complete;
}

std::vector<SubmissionResult> Earlier::all() const {
    std::vector<SubmissionResult> results;
    for (const auto& [name, result] : results_) results.push_back(result);
    return results;
}

} // namespace counterpart::command
