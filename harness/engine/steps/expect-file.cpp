// <expect-file>: judges a file in the candidate's working directory.
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
        if (!play.side.placed.contains(name)) names += (names.empty() ? "" : ", ") + visible(name, 100);
    return names.empty() ? "no file" : names;
}

/// Whether there is anything at an absolute path, as the candidate sees the file system.
bool exists_outside(const Play& play, const std::string& path) {
    const bool caged = !play.cage.on_host();
    const auto root = caged ? "/proc/" + std::to_string(play.cage.root_pid()) + "/root" : std::string{};
    struct stat info {};
    return ::lstat((root + path).c_str(), &info) == 0;
}

Outcome look(const Play& play, const Scope& scope, const scenario::Step& step, const std::string& path) {
    Miss miss;
    if (path.starts_with('/')) {
        if (!exists_outside(play, path)) return {};
        miss.type = FailureType::extra;
        miss.summary = fmt::format("there is a file {}, outside the working directory", visible(path, 100));
        return miss;
    }
    const auto found = play.files.open(path);
    if (step.plain("absent") == "yes") {
        if (found.missing) return {};
        miss.type = FailureType::extra;
        miss.summary = fmt::format("there is a file {} that should not be", visible(path, 100));
        miss.got = fmt::format("{} bytes", found.size);
        return miss;
    }
    if (!found.file) {
        miss.summary = fmt::format("the file {} is not there: {}", visible(path, 100), found.trouble);
        miss.expected = fmt::format("a file {} in the working directory", visible(path, 100));
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
    auto outcome = comparison.verdict(fmt::format("the file {}", visible(path, 100)));
    if (outcome) {
        outcome->part = "body";
        outcome->parts["body"] = outcome->parts[""];
    }
    return outcome;
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_file(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto path = scope.values.text(step, "path");
    const auto deadline = step.plain("wait") == "yes" ? play.deadline(step) : Clock::now();
    boost::asio::steady_timer timer(play.executor);
    for (;;) {
        const bool gone = play.candidate_gone();
        auto outcome = look(play, scope, step, path);
        if (!outcome) {
            play.note(Direction::from_candidate, "", fmt::format("the file {} is as expected", visible(path, 100)));
            co_return Outcome{};
        }
        if (gone || play.over(deadline)) {
            co_await play.add_end(*outcome);
            co_return outcome;
        }
        timer.expires_after(std::chrono::milliseconds(2)); // no event tells that a file has reached its contents
        co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
}

} // namespace counterpart::engine
