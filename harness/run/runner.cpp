#include "harness/run/runner.hpp"
#include "harness/candidate/signal.hpp"
#include "harness/engine/player.hpp"
#include "harness/run/loopback.hpp"
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fnmatch.h>
#include <map>

namespace counterpart::run {

namespace asio = boost::asio;

namespace {

std::string now_utc() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

/// What the workers of one submission share.
struct Shared {
    candidate::Launcher& launcher;
    const Judging& judging;
    const Listener& listener;
    const bool& stop;
    SubmissionResult result;
    std::map<const scenario::Case*, CaseResult> finished;
    std::size_t next = 0, working = 0;
    std::exception_ptr fault;
    candidate::Signal changed;

    /// The results so far, in the role's order.
    void gather() {
        result.cases.clear();
        for (const auto* test : judging.cases)
            if (const auto found = finished.find(test); found != finished.end()) result.cases.push_back(found->second);
        result.complete = finished.size() == judging.cases.size();
    }
};

engine::CaseJob job_of(const Shared& shared, const scenario::Case& test) {
    const auto& judging = shared.judging;
    engine::CaseJob job;
    job.protocol = judging.protocol;
    job.role = judging.role;
    job.test = &test;
    job.launches = &judging.launches;
    job.seed = judging.seed;
    job.timeout_scale = judging.timeout_scale;
    job.keep = judging.keep;
    job.reproduce = judging.command_line(fmt::format(" --case {} --seed {}", test.id, judging.seed));
    job.judged = [&shared, &test](const StageResult& stage) { shared.listener.stage_judged(test, stage); };
    return job;
}

asio::awaitable<void> work(Shared& shared) {
    while (shared.next < shared.judging.cases.size() && !shared.stop) {
        const auto& test = *shared.judging.cases[shared.next++];
        shared.listener.case_started(test);
        auto job = job_of(shared, test);
        // On the host's own loopback one case at a time, also among several runs: the ports are everybody's.
        auto turn = co_await turn_on_loopback(shared.launcher.isolation().tier);
        auto result = co_await engine::play_case(shared.launcher, std::move(job));
        turn.reset();
        auto& kept = shared.finished[&test] = std::move(result);
        shared.gather();
        shared.listener.case_finished(shared.result, kept);
    }
}

} // namespace

Level level_of(std::string_view word) {
    if (word == "hardening") return Level::hardening;
    return word == "must" ? Level::must : Level::should;
}

std::vector<const scenario::Case*> selected(const scenario::Role& role, const Selection& selection,
                                            const engine::Launch& launch) {
    std::vector<const scenario::Case*> cases;
    for (const auto& test : role.cases) {
        const bool named = selection.globs.empty() ||
                           std::any_of(selection.globs.begin(), selection.globs.end(), [&](const auto& glob) {
                               return ::fnmatch(glob.c_str(), test.id.c_str(), 0) == 0;
                           });
        const bool fits = test.launch.empty() || test.launch == launch.kind();
        if (named && fits && test.level <= selection.level) cases.push_back(&test);
    }
    return cases;
}

std::string in_words(const std::vector<engine::Launch>& launches) {
    std::string all;
    for (const auto& launch : launches)
        all += fmt::format("{}{}{}", all.empty() ? "" : "; ", launch.program.empty() ? "" : launch.program + ": ",
                           launch.description);
    return all;
}

asio::awaitable<SubmissionResult> judge(candidate::Launcher& launcher, const Judging& judging, const Listener& listener,
                                        const bool& stop) {
    auto executor = co_await asio::this_coro::executor;
    Shared shared{launcher, judging, listener, stop, {}, {}, 0, 0, {}, {}};
    auto& result = shared.result;
    result.name = judging.submission;
    result.protocol = judging.protocol->id;
    result.role = judging.role->id;
    result.launch = in_words(judging.launches);
    result.seed = judging.seed;
    result.isolation = launcher.isolation().name;
    result.started = now_utc();
    const auto workers = std::min<std::size_t>(std::max(1u, judging.workers), judging.cases.size());
    for (std::size_t i = 0; i < workers; ++i) {
        ++shared.working;
        asio::co_spawn(executor, work(shared), [&shared](std::exception_ptr fault) {
            if (fault && !shared.fault) shared.fault = fault;
            --shared.working;
            shared.changed.notify();
        });
    }
    // Every case has a limit of its own, so this ends.
    while (shared.working > 0) co_await candidate::changed(shared.changed, candidate::Deadline::max());
    if (shared.fault) std::rethrow_exception(shared.fault);
    shared.gather();
    co_return std::move(result);
}

} // namespace counterpart::run
