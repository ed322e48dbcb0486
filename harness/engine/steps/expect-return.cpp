// <expect-return>: waits until a function returns, and judges what; for a command, until it exits with status 0.
#include "harness/engine/compare.hpp"
#include "harness/engine/play.hpp"
#include <fmt/format.h>
#include <sys/wait.h>

namespace counterpart::engine {
namespace {

using candidate::CallResult;

boost::asio::awaitable<Outcome> command_exit(Play& play, Deadline deadline) {
    std::function<bool()> ended = [&play] { return play.program->ended().has_value(); };
    const bool over = co_await play.until(deadline, std::move(ended));
    if (!over) {
        auto miss = co_await play.missed(FailureType::timeout, "the program did not exit");
        co_return Outcome{std::move(miss)};
    }
    const auto in_words = candidate::in_words(*play.program->ended());
    play.note(Direction::from_candidate, "", in_words);
    const int status = play.program->ended()->status;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) co_return Outcome{};
    auto miss = co_await play.missed(FailureType::crash, "the program did not end well");
    miss.expected = "exit status 0";
    miss.got = in_words;
    co_return Outcome{std::move(miss)};
}

/// Judges the value that came back.
Outcome judge_value(const Scope& scope, const scenario::Step& step, const CallResult& result) {
    Miss miss;
    miss.got = fmt::format("{} {}", result.type, result.look);
    miss.parts["type"] = result.type;
    miss.parts["value"] = miss.parts[""] = result.value;
    const auto type = step.plain("none") == "yes" ? std::string("NoneType") : step.plain("type");
    if (step.has("equals")) miss.wanted = scope.values.text(step, "equals");
    if (!type.empty() && type != result.type) {
        miss.part = "type";
        miss.expected = type == "NoneType"                 ? "None"
                        : type == "bytes" || type == "str" ? fmt::format("a {} object: {}", type, visible(miss.wanted))
                                                           : type;
        miss.summary = fmt::format("{}() returned {} instead of {}", result.function, result.type,
                                   type == "NoneType" ? "None" : type);
        return miss;
    }
    if (!step.has("equals")) return {};
    Comparison comparison{scenario::Content(miss.wanted)};
    comparison.take(result.value);
    auto different = comparison.verdict(fmt::format("the value that {}() returned", result.function));
    if (!different) return {};
    different->parts = miss.parts;
    different->part = "value";
    different->wanted = miss.wanted;
    return different;
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_return(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto deadline = play.deadline(step);
    if (!play.side.launch.functions) {
        auto outcome = co_await command_exit(play, deadline);
        co_return outcome;
    }
    const auto call = step.plain("of", "call");
    std::function<bool()> over = [&play, &call] {
        const auto* result = play.program->result(call);
        return result && result->outcome != CallResult::Outcome::running;
    };
    co_await play.until(deadline, std::move(over));
    const auto* result = play.program->result(call);
    if (!result) throw std::logic_error("expect-return of a call that was never made");
    switch (result->outcome) {
    case CallResult::Outcome::running: {
        auto miss = co_await play.missed(FailureType::timeout, fmt::format("{}() did not return", result->function));
        co_return Outcome{std::move(miss)};
    }
    case CallResult::Outcome::returned: break;
    case CallResult::Outcome::raised:
        if (step.plain("may-raise") == "yes") co_return Outcome{};
        [[fallthrough]];
    case CallResult::Outcome::no_function:
    case CallResult::Outcome::load_failed: {
        auto miss =
            co_await play.missed(FailureType::crash, fmt::format("{}() did not return a value", result->function));
        miss.got = fmt::format("{}: {}", result->type, result->look);
        miss.parts[""] = miss.parts["type"] = result->type;
        co_return Outcome{std::move(miss)};
    }
    }
    play.note(Direction::from_candidate, "", fmt::format("{}() returned {}", result->function, result->look),
              result->length);
    co_return judge_value(scope, step, *result);
}

} // namespace counterpart::engine
