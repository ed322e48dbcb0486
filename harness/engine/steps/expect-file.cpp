// <expect-file>: judges a file in the candidate's working directory.
#include "harness/candidate/watch.hpp"
#include "harness/engine/compare.hpp"
#include "harness/engine/explain.hpp"
#include "harness/engine/play.hpp"
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace counterpart::engine {
namespace {

std::string others_there(const Play& play) {
    std::string names;
    for (const auto& name : play.files.list(20))
        if (!play.side.placed.contains(name)) names += (names.empty() ? "" : ", ") + named(name);
    return names.empty() ? "no file" : names;
}

/// Whether there is anything at an absolute path, as the candidate sees the file system.
bool exists_outside(const Play& play, const std::string& path) {
    const bool caged = !play.cage.on_host();
    const auto root = caged ? "/proc/" + std::to_string(play.cage.root_pid()) + "/root" : std::string{};
    struct stat info {};
    return ::lstat((root + path).c_str(), &info) == 0;
}

/// Whether the program waits for something. One that a person started is not looked at.
bool rests(const Play& play) { return play.job.by_hand || candidate::rests(play.cage.root_pid()); }

Outcome look(const Play& play, const Scope& scope, const scenario::Step& step, const std::string& path) {
    Miss miss;
    if (path.starts_with('/')) {
        if (!exists_outside(play, path)) return {};
        miss.type = FailureType::extra;
        miss.summary = fmt::format("there is a file {}, outside the working directory", named(path));
        return miss;
    }
    const auto found = play.files.open(path);
    if (step.plain("absent") == "yes") {
        if (found.missing) return {};
        miss.type = FailureType::extra;
        miss.summary = fmt::format("there is a file {} that should not be", named(path));
        miss.got = fmt::format("{} bytes", found.size);
        return miss;
    }
    if (!found.file) {
        miss.summary = fmt::format("the file {} is not there: {}", named(path), found.trouble);
        miss.expected = fmt::format("a file {} in the working directory", named(path));
        miss.got = fmt::format("in the working directory: {}", others_there(play));
        miss.part = "name";
        miss.parts["name"] = miss.parts[""] = others_there(play);
        return miss;
    }
    if (!step.has("equals")) return {};
    Comparison comparison(scope.values.content(step.attributes.at("equals")));
    std::vector<char> buffer(256 * 1024);
    for (ssize_t count = 0; (count = ::read(found.file.get(), buffer.data(), buffer.size())) > 0;) {
        comparison.take(std::span<const char>(buffer.data(), static_cast<std::size_t>(count)));
        // A file that is far too long is wrong for certain: no need to read what a candidate may have blown up.
        if (comparison.received() > comparison.expected().size() + (4u << 20)) break;
    }
    auto outcome = comparison.verdict(fmt::format("the file {}", named(path)));
    if (outcome) {
        outcome->part = "body";
        outcome->parts["body"] = outcome->parts[""];
    }
    return outcome;
}

/// Some programs compute without end; for these, what was right for so long is right.
constexpr std::chrono::milliseconds never_at_rest{500};

} // namespace

boost::asio::awaitable<Outcome> play_expect_file(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto path = scope.values.text(step, "path");
    const bool waits = step.plain("wait") == "yes";
    const auto deadline = waits ? play.deadline(step) : Clock::now();
    boost::asio::steady_timer timer(play.executor);
    // On its way to wrong contents a file may be right for a moment: it is empty before "ERROR" is written to it, or
    // complete before it is removed. A program that rested before the look is not on such a way, unless of its own
    // accord.
    bool at_rest = waits && rests(play);
    std::optional<Clock::time_point> right_since;
    for (;;) {
        const bool over = play.candidate_gone() || play.over(deadline);
        if (right_since) at_rest = rests(play) || Clock::now() > *right_since + never_at_rest;
        if (!right_since || at_rest || over) {
            auto outcome = look(play, scope, step, path);
            if (!outcome && (at_rest || over)) {
                play.note(Direction::from_candidate, "", fmt::format("the file {} is as expected", named(path)));
                co_return Outcome{};
            }
            if (outcome && over) {
                co_await play.add_end(*outcome);
                co_return outcome;
            }
            at_rest = false;
            right_since = outcome ? std::nullopt : std::optional(right_since.value_or(Clock::now()));
        }
        timer.expires_after(std::chrono::milliseconds(2)); // no event tells that a file has reached its contents
        co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
}

} // namespace counterpart::engine
