// <expect-file-count>: counts the files that the candidate made in its working directory.
#include "harness/engine/compare.hpp"
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

/// What programs leave beside their work: hidden files and Python's caches.
bool aside(const std::string& name) {
    return name.starts_with('.') || name.find("/.") != std::string::npos ||
           name.find("__pycache__") != std::string::npos;
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_file_count(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    std::vector<std::string> made;
    for (auto& name : play.files.list())
        if (!name.ends_with('/') && !aside(name) && !play.side.placed.contains(name)) made.push_back(std::move(name));
    if (made.size() == std::stoul(step.plain("is"))) co_return Outcome{};
    Miss miss;
    miss.type = made.size() > std::stoul(step.plain("is")) ? FailureType::extra : FailureType::mismatch;
    miss.summary = fmt::format("the program made {} files in its working directory, {} were expected", made.size(),
                               step.plain("is"));
    miss.expected = step.plain("is");
    for (const auto& name : made) miss.got += (miss.got.empty() ? "" : ", ") + named(name);
    if (made.empty()) miss.got = "none";
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
