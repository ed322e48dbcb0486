#include "harness/engine/play.hpp"
#include "harness/candidate/stuck.hpp"
#include "harness/engine/explain.hpp"
#include "harness/scenario/units.hpp"
#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <stdexcept>

namespace counterpart::engine {

namespace asio = boost::asio;
using scenario::Step;

namespace {

/// How long a program that closed or reset a connection may take to be seen ending, so that a crash is named as such.
constexpr std::chrono::milliseconds settling{400};
/// Between the two looks at a program that let a deadline pass.
constexpr std::chrono::milliseconds look_again{40};

constexpr int of_a_traceback_or_two = 100;

/// Whether its last error was to write where the submission lies.
bool wrote_in_own_folder(const candidate::Candidate& program) {
    for (const auto& text : {program.err().last_lines(of_a_traceback_or_two), program.last_words()})
        if (text.find(std::strerror(EROFS)) != std::string::npos && text.find("/submission") != std::string::npos)
            return true;
    return false;
}

} // namespace

Play::Play(Session& the_session, Side& the_side)
    : session(the_session), side(the_side), job(session.job), executor(session.executor), signal(session.signal),
      cage(*side.cage), watch(side.watch), files(side.files) {}

Play::~Play() = default;

Deadline Play::deadline(const Step& step, std::chrono::milliseconds otherwise) const {
    return in(step.has("within") ? scenario::duration_of(step.plain("within")) : otherwise);
}

void Play::note(Direction direction, const std::string& channel, std::string what, std::uint64_t bytes,
                std::string_view data) {
    session.note(direction, channel, std::move(what), bytes, data);
}

void Play::remark(std::string text) {
    auto& remarks = session.remarks;
    if (std::find(remarks.begin(), remarks.end(), text) == remarks.end()) remarks.push_back(std::move(text));
}

bool Play::candidate_gone() const {
    if (!program || !program->finished()) return false;
    // A daemon, or a thread that was left behind, may still do what is waited for.
    const auto threads = candidate::threads_below(cage.root_pid());
    const auto alive =
        std::count_if(threads.begin(), threads.end(), [](const auto& t) { return t.state != 'Z' && t.state != 'X'; });
    return alive <= (program->functions() && !program->ended() ? 1 : 0);
}

asio::awaitable<bool> Play::until(Deadline deadline, std::function<bool()> holds) {
    for (;;) {
        if (holds()) co_return true;
        if (over(deadline)) co_return false;
        const bool gone = candidate_gone();
        if (gone) co_return holds();
        co_await candidate::changed(*signal, deadline);
    }
}

asio::awaitable<void> Play::rest(std::chrono::milliseconds time) {
    const Busy busy(*this);
    asio::steady_timer timer(executor, std::min(session.limit(), Clock::now() + time));
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<void> Play::add_end(Miss& miss) {
    const auto settled = Clock::now() + settling;
    while (program && program->crash().empty() && !program->finished() && Clock::now() < settled)
        co_await candidate::changed(*signal, settled);
    if (!program) co_return;
    const auto crash = program->crash();
    if (crash.empty()) co_return;
    miss.errors = program->last_words();
    miss.add_detail(fmt::format("the program: {}", crash));
    if (cage.on_host() &&
        program->err().last_lines(of_a_traceback_or_two).find(std::strerror(EAFNOSUPPORT)) != std::string::npos)
        miss.add_detail("without a cage every socket but TCP's is refused: what needs others, as "
                        "multiprocessing.Manager() does, can be judged in a cage only");
    if (miss.type == FailureType::mismatch) co_return;
    miss.type = FailureType::crash;
    miss.summary += fmt::format("; {}", crash);
}

asio::awaitable<Miss> Play::missed(FailureType type, std::string summary) {
    Miss miss;
    miss.type = type;
    miss.summary = std::move(summary);
    if (program && wrote_in_own_folder(*program))
        miss.add_detail("it could not write beside its own file: the submission is read-only here, and files belong in "
                        "the working directory; with --command it runs in a copy of its folder");
    if (program && program->works_at_import())
        miss.add_detail("its module works while it is imported: a function that is called at the module's end, outside "
                        "`if __name__ == \"__main__\":`, runs before anybody calls it");
    const bool gone = candidate_gone();
    if (gone || type != FailureType::timeout) {
        co_await add_end(miss);
        if (gone && miss.type != FailureType::crash) {
            miss.type = FailureType::closed;
            miss.summary += program->ended() ? fmt::format("; the program {}", candidate::in_words(*program->ended()))
                                             : std::string("; its function had returned");
        }
        co_return miss;
    }
    std::vector<candidate::ThreadState> now;
    if (program) {
        const auto before = candidate::threads_below(cage.root_pid());
        asio::steady_timer timer(executor, look_again);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        now = candidate::threads_below(cage.root_pid());
        miss.state = candidate::describe(before, now);
        miss.errors = program->last_words();
    }
    for (const auto& other : session.plays()) {
        if (&other->side == &side || !other->program || other->program->crash().empty()) continue;
        miss.add_detail(fmt::format("the {}: {}", other->side.launch.program, other->program->crash()));
        if (miss.errors.empty()) miss.errors = other->program->last_words();
    }
    if (session.stuck()) {
        const auto where = candidate::stuck_where(now, side.watch.all(~0u));
        miss.summary += fmt::format("; it is {}: it has set no time limit, and nothing is on its way to it", where);
    }
    if (session.out_of_time())
        miss.summary +=
            fmt::format(" (the case's limit of {} s was reached)", job.test->limit.count() * job.timeout_scale / 1000);
    co_return miss;
}

/// What becomes of a step that looks at the process, when a person has started it.
asio::awaitable<void> Play::pass_over(const Step& step) {
    if (waits_for_end(step.kind)) co_await job.by_hand->ask("when your program has ended");
    remark(fmt::format("<{}> was not judged: only who starts the program can look at that", step.kind));
}

asio::awaitable<Outcome> Play::steps(Scope& scope, const std::vector<Step>& script) {
    for (const auto& step : script) {
        const auto player = step_player(step.kind);
        if (!player) throw std::logic_error(fmt::format("nobody plays <{}>", step.kind));
        session.step_begun();
        if (job.by_hand && looks_at_process(step.kind)) {
            co_await pass_over(step);
            continue;
        }
        std::optional<Scope> other;
        if (step.has("program")) other.emplace(scope, scope.program(step.plain("program")));
        auto& view = other ? *other : scope;
        auto outcome = co_await player(view, step);
        if (!outcome) continue;
        if (auto also = tolerated(*outcome, step, scope.values)) {
            remark(std::move(*also));
            continue;
        }
        if (outcome->slip.empty()) recognise_slip(*outcome, step, scope.values);
        if (outcome->requirement.empty()) outcome->requirement = step.plain("requirement");
        co_return outcome;
    }
    co_return Outcome{};
}

} // namespace counterpart::engine
