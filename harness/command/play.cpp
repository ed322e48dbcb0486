// counterpart play: the other side in the foreground, on the host's own loopback, for someone at work on a candidate.
#include "harness/command/catalogue.hpp"
#include "harness/command/commands.hpp"
#include "harness/command/conversation.hpp"
#include "harness/command/terminal.hpp"
#include "harness/engine/player.hpp"
#include "harness/run/entry.hpp"
#include "harness/run/runner.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <fmt/format.h>
#include <random>
#include <unistd.h>

namespace counterpart::command {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

/// Where the person's program runs: the folder that was named, else a fresh one that is removed at the end.
class Workplace {
public:
    explicit Workplace(const fs::path& named) : path_(named) {
        if (!named.empty()) {
            if (!fs::is_directory(named)) throw UsageError(fmt::format("{} is no folder", named.string()));
            return;
        }
        auto name = (fs::temp_directory_path() / "counterpart-play-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), "making " + name);
        path_ = name;
        own_ = true;
    }
    ~Workplace() {
        std::error_code ignored;
        if (own_) fs::remove_all(path_, ignored);
    }
    Workplace(const Workplace&) = delete;
    Workplace& operator=(const Workplace&) = delete;

    const fs::path& path() const { return path_; }
    /// What an earlier case left is in the next one's way; in the person's own folder nothing is touched.
    void empty() const {
        if (!own_) return;
        for (const auto& entry : fs::directory_iterator(path_)) fs::remove_all(entry.path());
    }

private:
    fs::path path_;
    bool own_ = false;
};

/// The person's keyboard: completes lines, and says when none will come any more.
class Keyboard {
public:
    explicit Keyboard(asio::io_context& context) {
        boost::system::error_code error; // a regular file cannot be waited for: then nothing is asked
        input_.emplace(context);
        input_->assign(::dup(STDIN_FILENO), error);
        if (error) input_.reset();
    }

    asio::awaitable<void> enter() {
        if (!input_) co_return;
        const auto token = asio::as_tuple(asio::use_awaitable);
        auto line = asio::dynamic_buffer(typed_);
        auto [error, count] = co_await asio::async_read_until(*input_, line, '\n', token);
        if (error)
            input_.reset();
        else
            line.consume(count);
    }
    bool there() const { return input_.has_value(); }

private:
    std::optional<asio::posix::stream_descriptor> input_;
    std::string typed_;
};

/// What is played, and what has come of it.
struct Round {
    const PlayOptions& options;
    const scenario::Suite& suite;
    const scenario::Role& role;
    std::vector<const scenario::Case*> cases;
    std::vector<engine::Launch> launches;
    Workplace& workplace;
    Terminal terminal;
    std::uint64_t seed = 0;
    unsigned passed = 0, failed = 0, errors = 0;
};

void tell_stage(const Terminal& terminal, const StageResult& stage) {
    const bool passed = stage.verdict == Verdict::passed;
    terminal.print(fmt::format("  {} ", terminal.ink(passed ? Ink::green : Ink::red, passed ? "✓" : "✗")));
    terminal.print_foreign(fmt::format("stage {}: {}\n", stage.number, stage.title));
    for (const auto& remark : stage.remarks) terminal.print_foreign(fmt::format("    remark: {}\n", remark));
    if (stage.failure) terminal.print_foreign(stage.failure->text + "\n");
}

asio::awaitable<void> play_one(Round& round, const scenario::Case& test, Keyboard& keyboard) {
    const auto& terminal = round.terminal;
    terminal.print(fmt::format("\n{}: {}\n", terminal.ink(Ink::bold, test.id), test.title));
    round.workplace.empty();
    engine::ByHand by_hand;
    by_hand.directory = round.workplace.path();
    by_hand.tell = [&terminal](const std::string& what) { terminal.print_foreign("  » " + what + "\n"); };
    by_hand.ask = [&terminal, &keyboard](std::string what) -> asio::awaitable<void> {
        if (!keyboard.there()) co_return;
        terminal.print_foreign("  » press Enter " + what + "\n");
        co_await keyboard.enter();
    };
    engine::CaseJob job;
    job.protocol = &round.suite.protocol;
    job.role = &round.role;
    job.test = &test;
    job.launches = &round.launches;
    job.seed = round.seed;
    job.timeout_scale = round.options.timeout_scale;
    job.reproduce =
        fmt::format("{} play {} --case {} --seed {}", name_of_program(), round.role.name(), test.id, round.seed);
    job.judged = [&terminal](const StageResult& stage) { tell_stage(terminal, stage); };
    job.happened = [&terminal](const Event& event) { terminal.print_foreign(event_in_words(event)); };
    job.by_hand = &by_hand;
    const auto result = co_await engine::play_case_by_hand(std::move(job));
    const auto verdict = verdict_of(result);
    round.passed += verdict == Verdict::passed;
    round.errors += verdict == Verdict::error;
    round.failed += verdict != Verdict::passed && verdict != Verdict::error;
}

asio::awaitable<void> play_rounds(Round& round, asio::io_context& context) {
    Keyboard keyboard(context);
    const bool one = round.cases.size() == 1 && round.options.rounds == 1;
    for (unsigned number = 0; round.options.rounds == 0 || number < round.options.rounds; ++number) {
        for (const auto* test : round.cases) {
            co_await play_one(round, *test, keyboard);
            if (one || !keyboard.there()) continue;
            round.terminal.print("  » press Enter for the next, Ctrl-C to stop\n");
            co_await keyboard.enter();
        }
        if (!round.options.seed) round.seed = std::random_device{}() % 1'000'000'000;
    }
    context.stop();
}

} // namespace

int play(const PlayOptions& options) {
    const auto suites = load_catalogue(options.scenarios, options.role);
    const auto chosen = pick(suites, options.role);
    if (!chosen.role || chosen.test) throw UsageError(fmt::format("'{}' is no role: name PROTOCOL/ROLE", options.role));
    if (chosen.role->programs.size() > 1)
        throw UsageError(
            fmt::format("{} has several programs, which need a network each: use 'counterpart run'", options.role));
    Workplace workplace(options.directory);
    Round round{options, *chosen.suite, *chosen.role, {}, {}, workplace, Terminal(options.color)};
    try {
        round.launches = {run::by_hand(*chosen.role, options.command)};
    } catch (const std::runtime_error& error) { throw UsageError(error.what()); }
    round.cases = run::selected(*chosen.role, {options.cases, run::level_of(options.level)}, round.launches.front());
    if (round.cases.empty()) {
        complain(fmt::format("no case of {} is selected by --case and --level; 'counterpart list {}' shows them",
                             options.role, options.role));
        return exit_nothing;
    }
    round.seed = options.seed.value_or(std::random_device{}() % 1'000'000'000);
    round.terminal.print_foreign(fmt::format("{}: you start the program, by hand or in a debugger; its working "
                                             "directory is to be\n  {}\nTime limits are {:g} times as long as in "
                                             "'counterpart run'. Ctrl-C stops.\n",
                                             options.role, fs::canonical(workplace.path()).string(),
                                             options.timeout_scale));
    asio::io_context context{1};
    asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&context](boost::system::error_code error, int) {
        if (!error) context.stop();
    });
    std::exception_ptr fault;
    asio::co_spawn(context, play_rounds(round, context), [&](std::exception_ptr problem) {
        fault = problem;
        context.stop();
    });
    context.run();
    if (fault) std::rethrow_exception(fault);
    round.terminal.print_foreign(
        fmt::format("\n{} passed, {} failed{}\n", round.passed, round.failed,
                    round.errors ? fmt::format(", {} could not be judged", round.errors) : ""));
    if (round.errors) return exit_trouble;
    return round.failed ? exit_failed : exit_passed;
}

} // namespace counterpart::command
