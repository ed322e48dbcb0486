#include "harness/engine/player.hpp"
#include "harness/engine/explain.hpp"
#include "harness/engine/play.hpp"
#include "harness/scenario/random.hpp"
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <filesystem>
#include <fmt/format.h>

namespace counterpart::engine {

namespace asio = boost::asio;

namespace {

/// A role's parameters with their defaults; the case's own values may replace them.
void set_parameters(Scope& scope, const scenario::Role& role) {
    for (const auto& parameter : role.parameters)
        scope.values.set(parameter.name, scope.values.content(parameter.value), parameter.several);
}

Circumstances circumstances(const CaseJob& job, const scenario::Stage& stage, const Miss& miss) {
    auto id = miss.requirement;
    if (id.empty()) id = stage.requirement;
    if (id.empty() && !job.test->requires_ids.empty()) id = job.test->requires_ids.front();
    return {miss.harness ? nullptr : job.protocol->requirement(id), job.protocol->stage(stage.number), job.test->title,
            job.reproduce};
}

/// Every stage of the case, none of them played yet.
std::vector<StageResult> unplayed(const CaseJob& job) {
    std::vector<StageResult> stages;
    for (const auto& stage : job.test->stages) {
        StageResult result;
        result.number = stage.number;
        if (const auto* told = job.protocol->stage(stage.number)) result.title = told->title;
        stages.push_back(std::move(result));
    }
    return stages;
}

/// Plays one stage and writes its verdict down; whether the next one is to be played.
asio::awaitable<bool> play_stage(Play& play, Scope& scope, const scenario::Stage& stage, StageResult& result) {
    const auto began = Clock::now();
    play.stage = stage.number;
    play.remarks.clear();
    Outcome outcome;
    try {
        auto played = co_await play.steps(scope, stage.steps);
        outcome = std::move(played);
    } catch (const std::exception& trouble) { outcome = Miss::trouble(trouble.what()); }
    result.time = Clock::now() - began;
    result.remarks = play.remarks;
    result.verdict = !outcome ? Verdict::passed : outcome->harness ? Verdict::error : Verdict::failed;
    if (outcome) result.failure = explain(*outcome, circumstances(play.job, stage, *outcome));
    if (play.job.judged) play.job.judged(result);
    co_return !outcome;
}

/// Which ports a case may draw: in a cage all, on the host's own loopback those that nobody uses.
scenario::Values::PortCheck port_check(Play& play) {
    if (play.cage->network() >= 0) return {};
    return [&play](std::uint16_t port) { return !play.watch.listener("127.0.0.1", port); };
}

void keep_files(const CaseJob& job, candidate::Cage& cage) {
    if (job.keep.empty()) return;
    namespace fs = std::filesystem;
    const auto target = job.keep / job.test->id;
    fs::create_directories(target);
    std::error_code ignored; // what the candidate left may be anything; what can be copied is
    fs::copy("/proc/self/fd/" + std::to_string(cage.working_directory()) + "/.", target,
             fs::copy_options::recursive | fs::copy_options::copy_symlinks | fs::copy_options::overwrite_existing,
             ignored);
}

void mark_error(CaseResult& result, const CaseJob& job, const std::string& what) {
    auto miss = Miss::trouble(what);
    for (std::size_t i = 0; i < result.stages.size(); ++i) {
        if (result.stages[i].verdict == Verdict::passed) continue;
        result.stages[i].verdict = Verdict::error;
        result.stages[i].failure = explain(miss, circumstances(job, job.test->stages[i], miss));
        if (job.judged) job.judged(result.stages[i]);
        return;
    }
}

} // namespace

asio::awaitable<CaseResult> play_case(candidate::Launcher& launcher, CaseJob job) {
    auto executor = co_await asio::this_coro::executor;
    CaseResult result;
    result.id = job.test->id;
    result.title = job.test->title;
    result.level = job.test->level;
    result.requirements = job.test->requires_ids;
    result.points = job.test->points;
    result.reproduce = job.reproduce;
    result.stages = unplayed(job);
    const auto began = Clock::now();
    std::unique_ptr<Play> play;
    std::string trouble;
    try {
        candidate::CageOptions options;
        options.limits.scratch_bytes = job.test->scratch_bytes;
        options.limits.memory_bytes = job.test->memory_bytes;
        options.read_only = job.launch->mounts;
        auto cage = co_await launcher.open(executor, std::move(options));
        play = std::make_unique<Play>(job, executor, std::move(cage));
        if (!job.launch->copied.empty()) play->files.copy_in(job.launch->copied.string());
        Scope scope(*play, scenario::derive(job.seed, job.role->name() + "/" + job.test->id), port_check(*play));
        set_parameters(scope, *job.role);
        for (const auto& let : job.test->lets) {
            auto defined = co_await step_player(let.kind)(scope, let);
            static_cast<void>(defined); // what stands before the first stage only names values
        }
        bool going = true;
        for (std::size_t i = 0; i < job.test->stages.size() && going; ++i) {
            going = co_await play_stage(*play, scope, job.test->stages[i], result.stages[i]);
        }
        play->stage = 0;
        keep_files(job, *play->cage);
        co_await play->cage->end();
    } catch (const std::exception& problem) { trouble = problem.what(); }
    if (!trouble.empty()) mark_error(result, job, trouble);
    if (play) {
        result.transcript = play->take_transcript();
        if (play->program) {
            result.standard_output = play->program->out().captured();
            result.standard_error = play->program->err().captured();
        }
    }
    result.time = Clock::now() - began;
    co_return result;
}

} // namespace counterpart::engine
