#include "harness/engine/player.hpp"
#include "harness/candidate/host_cage.hpp"
#include "harness/engine/explain.hpp"
#include "harness/engine/play.hpp"
#include "harness/engine/pulse.hpp"
#include "harness/scenario/random.hpp"
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <filesystem>
#include <fmt/format.h>

namespace counterpart::engine {

namespace asio = boost::asio;

namespace {

/// A role's parameters with their defaults, and where its programs keep data; the case's own values may replace them.
void set_parameters(Scope& scope, const scenario::Role& role, const std::vector<Launch>& launches) {
    for (const auto& parameter : role.parameters)
        scope.values.set(parameter.name, scope.values.content(parameter.value), parameter.several);
    for (const auto& launch : launches)
        if (!launch.program.empty()) scope.values.set(launch.program + "-data", scenario::Content(launch.data));
}

Circumstances circumstances(const CaseJob& job, const scenario::Stage& stage, const Miss& miss) {
    auto id = miss.requirement;
    if (id.empty()) id = stage.requirement;
    if (id.empty() && !job.test->requires_ids.empty()) id = job.test->requires_ids.front();
    return {miss.harness ? nullptr : job.protocol->requirement(id), job.protocol->stage(stage.number), job.test->title,
            job.reproduce, job.test->processes};
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
    auto& session = play.session;
    const auto began = Clock::now();
    session.stage = stage.number;
    session.remarks.clear();
    Outcome outcome;
    try {
        auto played = co_await play.steps(scope, stage.steps);
        outcome = std::move(played);
    } catch (const std::exception& trouble) { outcome = Miss::trouble(trouble.what()); }
    result.time = Clock::now() - began;
    result.remarks = session.remarks;
    result.verdict = !outcome ? Verdict::passed : outcome->harness ? Verdict::error : Verdict::failed;
    if (outcome) result.failure = explain(*outcome, circumstances(session.job, stage, *outcome));
    if (session.job.judged) session.job.judged(result);
    co_return !outcome;
}

/// Which ports a case may draw: in a cage all, on the host's own loopback those that nobody uses.
scenario::Values::PortCheck port_check(Play& play) {
    if (!play.cage.on_host()) return {};
    return [&play](std::uint16_t port) { return !play.watch.listener("127.0.0.1", port); };
}

void keep_files(const Session& session) {
    const auto& job = session.job;
    if (job.keep.empty()) return;
    for (const auto& side : session.sides()) {
        const auto folder = job.keep / job.test->id;
        const candidate::WorkDirectory files(side->cage->working_directory(), side->cage->owner());
        files.copy_out((side->launch.program.empty() ? folder : folder / side->launch.program).string());
    }
}

/// What all processes of the candidate printed on one stream, one after the other, each under its program's name.
Captured printed(const Session& session, const candidate::Output& (candidate::Candidate::*stream)() const) {
    std::vector<const Play*> plays;
    for (const auto& play : session.plays())
        if (play->program) plays.push_back(play.get());
    if (plays.empty()) return {};
    if (plays.size() == 1) return (*plays[0]->program.*stream)().captured();
    Captured all;
    for (const auto* play : plays) {
        const auto text = (*play->program.*stream)().kept();
        if (!text.empty()) all.head += fmt::format("[{}]\n{}\n", play->side.launch.program, text);
    }
    return all;
}

/// What was printed last may still be on its way through a terminal, though nobody lives who could print more.
asio::awaitable<void> read_what_was_printed_last(const Session& session) {
    const auto deadline = Clock::now() + std::chrono::seconds(1); // without a cage somebody may have escaped
    for (const auto& play : session.plays()) {
        if (!play->program) continue;
        const auto &out = play->program->out(), &err = play->program->err();
        while ((!out.ended() || !err.ended()) && Clock::now() < deadline)
            co_await candidate::changed(*session.signal, deadline);
    }
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

CaseResult unplayed_case(const CaseJob& job) {
    CaseResult result;
    result.id = job.test->id;
    result.title = job.test->title;
    result.level = job.test->level;
    result.requirements = job.test->requires_ids;
    result.points = job.test->points;
    result.reproduce = job.reproduce;
    result.stages = unplayed(job);
    return result;
}

/// A cage for a program; without a stock, the place where a person starts it.
asio::awaitable<std::unique_ptr<candidate::Cage>> open_cage(candidate::Stock* stock, const Session& session,
                                                            const Launch& launch) {
    const auto& job = session.job;
    if (!stock) co_return candidate::host_cage(job.by_hand->directory);
    candidate::CageOptions options;
    options.limits.scratch_bytes = job.test->scratch_bytes;
    options.limits.memory_bytes = job.test->memory_bytes;
    options.limits.processes = job.test->processes;
    options.read_only = launch.mounts;
    auto cage = co_await stock->take(std::move(options), job.another);
    co_return std::move(cage);
}

/// Opens a cage for each of the candidate's programs; the scope knows them by name, and begins with the first.
asio::awaitable<std::unique_ptr<Scope>> set_up(candidate::Stock* stock, Session& session, std::uint64_t seed) {
    const auto& job = session.job;
    std::unique_ptr<Scope> scope;
    for (const auto& launch : *job.launches) {
        auto cage = co_await open_cage(stock, session, launch);
        auto& play = session.settle(launch, std::move(cage));
        if (!launch.copied.empty()) play.files.copy_in(launch.copied.string());
        if (!scope) scope = std::make_unique<Scope>(play, seed, port_check(play));
        scope->add(launch.program, play);
    }
    set_parameters(*scope, *job.role, *job.launches);
    co_return scope;
}

/// A case's result, and how long its programs waited for processors that others used.
struct Played {
    CaseResult result;
    Clock::duration starved{};
};

asio::awaitable<Played> play_once(candidate::Stock* stock, CaseJob job, unsigned number) {
    auto executor = co_await asio::this_coro::executor;
    Played played;
    auto& result = played.result;
    result = unplayed_case(job);
    const auto began = Clock::now();
    const auto session = std::make_shared<Session>(job, executor);
    std::string trouble;
    try {
        const auto again = number == 0 ? std::string{} : fmt::format("#{}", number);
        const auto seed = scenario::derive(job.seed, job.role->name() + "/" + job.test->id + again);
        const auto scope = co_await set_up(stock, *session, seed);
        for (const auto& let : job.test->lets) {
            auto defined = co_await step_player(let.kind)(*scope, let);
            static_cast<void>(defined); // what stands before the first stage only names values
        }
        bool going = true;
        for (std::size_t i = 0; i < job.test->stages.size() && going; ++i) {
            going = co_await play_stage(scope->play, *scope, job.test->stages[i], result.stages[i]);
        }
        session->stage = 0;
        keep_files(*session);
        session->end();
        for (const auto& side : session->sides()) co_await side->cage->end();
        co_await read_what_was_printed_last(*session);
    } catch (const std::exception& problem) { trouble = problem.what(); }
    session->end();
    if (!trouble.empty()) mark_error(result, job, trouble);
    result.transcript = session->take_transcript();
    result.standard_output = printed(*session, &candidate::Candidate::out);
    result.standard_error = printed(*session, &candidate::Candidate::err);
    result.time = Clock::now() - began;
    played.starved = session->starved();
    co_return std::move(played);
}

/// So long may the harness stand still at once; the shortest time limit of a case is twice that.
constexpr std::chrono::seconds tolerable_stall{1};
/// So long may it, or the candidate, wait for a processor in all: on a machine that lets them wait longer the 10 s
/// after which protocols let a peer give up may pass without anybody's fault.
constexpr std::chrono::seconds tolerable_wait{3};

/// The stage that failed gets a remark about the machine.
void add_remark(CaseResult& result, const std::string& text) {
    for (auto& stage : result.stages)
        if (stage.verdict == Verdict::failed) stage.remarks.push_back(text);
}

/// Plays it once more when it went wrong while the machine did not let the harness or the candidate run: what then came
/// too late, or was given up by the candidate because nothing came, says nothing about the candidate. Starved by
/// others, it comes to run before them then; and every wait is longer in proportion to what was lost, up to four times.
/// When it is no better, or cannot be played, that is told of, but the verdict stands: a candidate that floods the
/// machine with processes must not escape it.
asio::awaitable<CaseResult> play_undisturbed(candidate::Stock& stock, CaseJob job, unsigned number) {
    auto executor = co_await asio::this_coro::executor;
    std::optional<CaseResult> first;
    std::string retried;
    while (true) {
        const Pulse pulse(executor);
        auto played = co_await play_once(&stock, job, number);
        const Seconds stall = pulse.longest_stall(), waited = pulse.without_processor(), starved = played.starved;
        const Seconds took = played.result.time;
        const auto verdict = verdict_of(played.result);
        if (first && verdict == Verdict::error) {
            add_remark(*first, "this machine was very busy, and in trouble when the case was played once more");
            co_return std::move(*first);
        }
        const bool disturbed = stall > tolerable_stall || waited > tolerable_wait || starved > tolerable_wait;
        if (verdict != Verdict::failed || !disturbed) {
            if (first && !played.result.stages.empty()) played.result.stages.front().remarks.push_back(retried);
            co_return std::move(played.result);
        }
        if (first) {
            add_remark(played.result,
                       fmt::format("this machine was very busy, both times that the case was played: the harness stood "
                                   "still for {:.1f} s, and waited {:.1f} s for a processor in all; the program waited "
                                   "{:.1f} s for processors that others used; judge it again on a quiet one",
                                   stall.count(), waited.count(), starved.count()));
            co_return std::move(played.result);
        }
        first = std::move(played.result);
        job.precedence = starved > tolerable_wait;
        const auto longer = took / (took - std::min(std::max({stall, waited, starved}), took * 0.75));
        job.timeout_scale *= longer;
        retried = fmt::format("this machine was very busy, and the case failed: it was played once more, with {:.1f} "
                              "times the time",
                              longer);
    }
}

/// Of several plays the first that went wrong is told of, and rather the candidate's fault than the machine's trouble.
int weight(const CaseResult& result) {
    const auto verdict = verdict_of(result);
    return verdict == Verdict::passed ? 0 : verdict == Verdict::error ? 1 : 2;
}

/// Says in the failure that tells how often a case failed which is played several times.
void add_frequency(CaseResult& result, unsigned bad, unsigned times) {
    for (auto& stage : result.stages) {
        if (!stage.failure) continue;
        const auto often = fmt::format("It was played {} times, and went wrong {}.", times,
                                       bad == times ? "every time" : fmt::format("{} of them", bad));
        stage.failure->text += (stage.failure->text.ends_with('\n') ? "" : "\n") + often + "\n";
    }
}

} // namespace

asio::awaitable<CaseResult> play_case(candidate::Stock& stock, CaseJob job) {
    if (job.test->times == 1) {
        auto result = co_await play_undisturbed(stock, std::move(job), 0);
        co_return result;
    }
    const auto told = std::exchange(job.judged, {});
    std::optional<CaseResult> shown;
    Seconds time{};
    unsigned bad = 0;
    for (unsigned number = 0; number < job.test->times; ++number) {
        auto result = co_await play_undisturbed(stock, job, number);
        time += result.time;
        const bool wrong = verdict_of(result) != Verdict::passed;
        bad += wrong;
        if (!shown || weight(result) > weight(*shown)) shown = std::move(result);
    }
    shown->time = time;
    if (bad > 0) add_frequency(*shown, bad, job.test->times);
    for (const auto& stage : shown->stages)
        if (told && stage.verdict != Verdict::not_reached) told(stage);
    co_return std::move(*shown);
}

asio::awaitable<CaseResult> play_case_by_hand(CaseJob job) {
    auto played = co_await play_once(nullptr, std::move(job), 0);
    co_return std::move(played.result);
}

} // namespace counterpart::engine
