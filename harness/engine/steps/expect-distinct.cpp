// <expect-distinct>: a value must not have occurred before in a set of this case.
#include "harness/engine/compare.hpp"
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_expect_distinct(Scope& scope, const scenario::Step& step) {
    const auto value = scope.values.text(step, "value");
    auto& seen = scope.play.session.distinct[step.plain("in")];
    if (seen.insert(value).second) co_return Outcome{};
    Miss miss;
    miss.summary = fmt::format("the same value came twice among the {} so far ({})", seen.size() + 1, step.plain("in"));
    miss.expected = "a value that did not occur before";
    miss.got = visible(value);
    miss.parts[""] = value;
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
