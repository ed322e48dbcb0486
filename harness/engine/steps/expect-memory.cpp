// <expect-memory>: how much memory the program has taken at its peak.
#include "harness/candidate/watch.hpp"
#include "harness/engine/play.hpp"
#include "harness/scenario/units.hpp"
#include <fmt/format.h>
#include <fstream>

namespace counterpart::engine {
namespace {

constexpr double mebibyte = 1 << 20;

/// A process's peak of resident memory without the pages of files that it has mapped: those are the system's to take
/// back. 0 when it has ended.
std::uint64_t peak_of(int pid) {
    std::ifstream status(fmt::format("/proc/{}/status", pid));
    std::uint64_t peak = 0, of_files = 0;
    for (std::string line; std::getline(status, line);) {
        const auto kibibytes = [&line] { return std::stoull(line.substr(line.find(':') + 1)) << 10; };
        if (line.starts_with("VmHWM:")) peak = kibibytes();
        if (line.starts_with("RssFile:") || line.starts_with("RssShmem:")) of_files += kibibytes();
    }
    return peak - std::min(peak, of_files);
}

/// The largest of the program's processes: those that share their pages must not be counted twice.
std::uint64_t peak_of_candidate(const Play& play) {
    std::uint64_t most = 0;
    int last = 0;
    for (const auto& thread : candidate::threads_below(play.cage.root_pid())) {
        if (thread.pid != last) most = std::max(most, peak_of(thread.pid));
        last = thread.pid;
    }
    return most;
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_memory(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto peak = peak_of_candidate(play);
    if (peak == 0) {
        auto miss = co_await play.missed(FailureType::closed, "the program's memory could not be looked at");
        co_return Outcome{std::move(miss)};
    }
    play.note(Direction::from_candidate, "", fmt::format("has taken {:.1f} MiB at its peak", peak / mebibyte));
    if (step.has("capture")) scope.values.set(step.plain("capture"), scenario::Content(std::to_string(peak)));
    if (!step.has("below")) co_return Outcome{};
    const auto before = step.has("beyond") ? std::stoull(scope.values.text(step, "beyond")) : 0;
    const auto taken = peak - std::min<std::uint64_t>(peak, before);
    const auto limit = scenario::size_of(step.plain("below"));
    if (taken < limit) co_return Outcome{};
    Miss miss;
    const char* beyond = before ? " more than before" : "";
    miss.summary = fmt::format("the program took {:.0f} MiB of memory{}", taken / mebibyte, beyond);
    miss.expected = fmt::format("less than {:.0f} MiB{}", limit / mebibyte, beyond);
    miss.got = fmt::format("{:.1f} MiB", taken / mebibyte);
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
