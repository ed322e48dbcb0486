#include "harness/run/runner.hpp"
#include "harness/candidate/signal.hpp"
#include "harness/engine/explain.hpp"
#include "harness/engine/player.hpp"
#include "harness/run/loopback.hpp"
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fnmatch.h>
#include <list>
#include <set>

namespace counterpart::run {

namespace asio = boost::asio;

namespace {

std::string now_utc() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

/// A submission at play.
struct Open {
    std::unique_ptr<Task> task;
    SubmissionResult result;
    std::set<const scenario::Case*> finished;
    std::vector<const scenario::Case*> waiting; ///< what is to be played, in order
    std::size_t next = 0;                       ///< in `waiting`

    bool has_work() const { return next < waiting.size(); }

    /// Puts a case's result among those that there are, in the role's order. The others stay where they are: with every
    /// transcript they are too large to be copied for each.
    const CaseResult& add(const scenario::Case* test, CaseResult played) {
        const auto& cases = task->judging.cases;
        const auto is_finished = [this](const auto* other) { return finished.contains(other); };
        const auto before = std::count_if(cases.begin(), std::find(cases.begin(), cases.end(), test), is_finished);
        finished.insert(test);
        return *result.cases.insert(result.cases.begin() + before, std::move(played));
    }

    bool all_finished() const { return finished.size() == task->judging.cases.size(); }
};

/// What the workers share.
struct Pool {
    candidate::Launcher& launcher;
    const bool& stop;
    asio::any_io_executor executor;
    candidate::Stock stock;
    asio::thread_pool* aside = nullptr;
    std::list<std::shared_ptr<Open>> open; ///< in the order in which they were made
    bool exhausted = false;                ///< no further submission comes
    std::size_t working = 0;
    std::exception_ptr fault;
    candidate::Signal changed;

    bool over() const { return stop || fault; }

    std::shared_ptr<Open> with_work() const {
        const auto found = std::find_if(open.begin(), open.end(), [](const auto& one) { return one->has_work(); });
        return found == open.end() ? nullptr : *found;
    }

    void take(std::unique_ptr<Task> task);
    void close(const std::shared_ptr<Open>&);
    void spawn(asio::awaitable<void>);
};

void Pool::take(std::unique_ptr<Task> task) {
    auto one = std::make_shared<Open>();
    one->task = std::move(task);
    const auto& judging = one->task->judging;
    auto& known = one->task->known;
    for (const auto* test : judging.cases) {
        const auto same = [test](const CaseResult& result) { return result.id == test->id; };
        const auto found = std::find_if(known.cases.begin(), known.cases.end(), same);
        if (found == known.cases.end())
            one->waiting.push_back(test);
        else
            one->add(test, std::move(*found));
    }
    auto& result = one->result;
    result.name = judging.submission;
    result.protocol = judging.protocol->id;
    result.role = judging.role->id;
    result.launch = known.launch.empty() ? in_words(judging.launches) : known.launch;
    result.seed = judging.seed;
    result.isolation = launcher.isolation().name;
    result.started = known.started.empty() ? now_utc() : known.started;
    if (one->waiting.empty() && !known.isolation.empty()) result.isolation = known.isolation;
    open.push_back(one);
    if (one->waiting.empty()) close(one);
    changed.notify();
}

/// Says the last word on a submission.
void Pool::close(const std::shared_ptr<Open>& one) {
    one->result.complete = one->all_finished();
    one->task->listener.submission_finished(one->result);
    open.remove(one);
    if (aside && one->task->held) asio::post(*aside, [held = std::move(one->task->held)]() mutable { held.reset(); });
    changed.notify();
}

void Pool::spawn(asio::awaitable<void> work) {
    ++working;
    asio::co_spawn(executor, std::move(work), [this](std::exception_ptr problem) {
        if (problem && !fault) fault = problem;
        --working;
        changed.notify();
    });
}

engine::CaseJob job_of(const Open& open, const scenario::Case& test) {
    const auto& judging = open.task->judging;
    const auto& listener = open.task->listener;
    engine::CaseJob job;
    job.protocol = judging.protocol;
    job.role = judging.role;
    job.test = &test;
    job.launches = &judging.launches;
    job.seed = judging.seed;
    job.timeout_scale = judging.timeout_scale;
    job.another = open.has_work();
    job.keep = judging.keep;
    job.reproduce = judging.command_line(fmt::format(" --case {} --seed {}", test.id, judging.seed));
    job.judged = [&listener, &test](const StageResult& stage) { listener.stage_judged(test, stage); };
    return job;
}

/// Plays one case after the other, of whichever submission has one.
asio::awaitable<void> work(Pool& pool) {
    while (!pool.over()) {
        const auto open = pool.with_work();
        if (!open) {
            if (pool.exhausted) co_return;
            co_await candidate::changed(pool.changed, candidate::Deadline::max());
            continue;
        }
        const auto& test = *open->waiting[open->next++];
        if (!open->has_work()) pool.changed.notify(); // time to make the next
        const auto& listener = open->task->listener;
        listener.case_started(test);
        auto job = job_of(*open, test);
        // On the host's own loopback one case at a time, also among several runs: the ports are everybody's.
        auto turn = co_await turn_on_loopback(pool.launcher.isolation().tier);
        auto result = co_await engine::play_case(pool.stock, std::move(job));
        turn.reset();
        const auto& kept = open->add(&test, std::move(result));
        open->result.complete = open->all_finished();
        listener.case_finished(open->result, kept);
        if (open->result.complete) pool.close(open);
    }
}

asio::awaitable<std::unique_ptr<Task>> make_task(NextTask& next) { co_return next(); }

/// Keeps one submission ready for when the workers come to the end of another.
asio::awaitable<void> open_all(Pool& pool, NextTask& next) {
    while (!pool.over()) {
        const auto ready = [](const auto& one) { return one->has_work(); };
        if (std::count_if(pool.open.begin(), pool.open.end(), ready) > 1) {
            co_await candidate::changed(pool.changed, candidate::Deadline::max());
            continue;
        }
        auto making = make_task(next);
        auto task = co_await asio::co_spawn(pool.aside->get_executor(), std::move(making), asio::use_awaitable);
        if (!task) break;
        pool.take(std::move(task));
    }
    pool.exhausted = true;
}

/// Waits for everybody; every case has a limit of its own, so this ends.
asio::awaitable<void> finish(Pool& pool) {
    while (pool.working > 0) co_await candidate::changed(pool.changed, candidate::Deadline::max());
    if (pool.fault) std::rethrow_exception(pool.fault);
    while (!pool.open.empty()) {
        const auto one = pool.open.front();
        pool.close(one);
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
    SubmissionResult result;
    auto task = std::make_unique<Task>();
    task->judging = judging;
    task->listener = listener;
    task->listener.submission_finished = [&](const SubmissionResult& last) {
        result = last;
        listener.submission_finished(last);
    };
    Pool pool{launcher, stop, executor, {launcher, executor}, nullptr, {}, true, 0, {}, {}};
    pool.take(std::move(task));
    const auto workers = std::min<std::size_t>(std::max(1u, judging.workers), judging.cases.size());
    for (std::size_t i = 0; i < workers; ++i) pool.spawn(work(pool));
    co_await finish(pool);
    co_return std::move(result);
}

asio::awaitable<void> judge_all(candidate::Launcher& launcher, NextTask& next, asio::thread_pool& aside,
                                unsigned workers, const bool& stop) {
    auto executor = co_await asio::this_coro::executor;
    Pool pool{launcher, stop, executor, {launcher, executor}, &aside, {}, false, 0, {}, {}};
    pool.spawn(open_all(pool, next));
    for (unsigned i = 0; i < std::max(1u, workers); ++i) pool.spawn(work(pool));
    co_await finish(pool);
}

SubmissionResult refused(const Judging& judging, const std::string& why, bool machine) {
    engine::Miss miss;
    miss.type = FailureType::refused;
    miss.harness = machine;
    miss.summary = why;
    SubmissionResult result;
    result.launch = not_started;
    for (const auto* test : judging.cases) {
        CaseResult played;
        played.id = test->id;
        played.title = test->title;
        played.level = test->level;
        played.requirements = test->requires_ids;
        played.points = test->points;
        played.reproduce = judging.command_line(fmt::format(" --case {} --seed {}", test->id, judging.seed));
        for (const auto& stage : test->stages) {
            auto& told = played.stages.emplace_back();
            told.number = stage.number;
            const auto* in_map = judging.protocol->stage(stage.number);
            if (in_map) told.title = in_map->title;
            if (played.stages.size() > 1) continue;
            // What cannot be started meets none of the case's requirements; the first stands for them.
            const auto* requirement =
                test->requires_ids.empty() ? nullptr : judging.protocol->requirement(test->requires_ids.front());
            const engine::Circumstances around{machine ? nullptr : requirement, in_map, test->title, played.reproduce};
            told.verdict = machine ? Verdict::error : Verdict::failed;
            told.failure = engine::explain(miss, around);
        }
        result.cases.push_back(std::move(played));
    }
    return result;
}

} // namespace counterpart::run
