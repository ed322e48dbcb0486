#include "harness/command/actions_log.hpp"
#include <cstdlib>
#include <fmt/format.h>
#include <random>
#include <utility>

namespace counterpart::command {

ActionsLog::ActionsLog(bool quiet) : stream_(quiet ? stderr : stdout) {
    const char* set = std::getenv("GITHUB_ACTIONS");
    if (!set || !*set) return;
    std::random_device random;
    for (int i = 0; i < 4; ++i) token_ += fmt::format("{:08x}", random());
    say(fmt::format("::stop-commands::{}\n", token_));
}

ActionsLog::~ActionsLog() { resume(); }

void ActionsLog::annotate(const std::vector<Annotation>& annotations) {
    if (token_.empty()) return;
    resume();
    say(workflow_commands(annotations));
}

void ActionsLog::resume() {
    if (const auto token = std::exchange(token_, {}); !token.empty()) say(fmt::format("::{}::\n", token));
}

void ActionsLog::say(const std::string& text) const {
    // A line of the other stream that comes late must not fall into the time in which commands count.
    std::fflush(stdout);
    std::fwrite(text.data(), 1, text.size(), stream_);
    std::fflush(stream_);
}

} // namespace counterpart::command
