// <recall>: looks a value up that was remembered under a key.
#include "harness/engine/compare.hpp"
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_recall(Scope& scope, const scenario::Step& step) {
    const auto& table = scope.play.session.tables[step.plain("in")];
    const auto key = scope.values.text(step, "key");
    const auto found = table.find(key);
    if (found != table.end()) {
        scope.values.set(step.plain("name"), scenario::Content(found->second));
        co_return Outcome{};
    }
    Miss miss;
    miss.type = FailureType::order;
    miss.summary = fmt::format("{} is not among the {} so far ({})", visible(key), table.size(), step.plain("in"));
    miss.expected = "one that came before";
    miss.got = visible(key);
    miss.parts[""] = key;
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
