// <expect-text>: judges a value that was captured before.
#include "harness/engine/compare.hpp"
#include "harness/engine/explain.hpp"
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_expect_text(Scope& scope, const scenario::Step& step) {
    const auto text = scope.values.text(step, "of");
    if (step.has("equals")) {
        Comparison comparison{scope.values.content(step.attributes.at("equals"))};
        comparison.take(text);
        co_return comparison.verdict(step.plain("called"));
    }
    Miss miss;
    if (step.has("without")) {
        const auto unwanted = scope.values.text(step, "without");
        if (!found_in(unwanted, text)) co_return Outcome{};
        miss.summary = fmt::format("{} has something in it that must not be there", step.plain("called"));
        miss.expected = fmt::format("nothing that matches {}", unwanted);
        miss.got = visible(text);
        miss.parts[""] = text;
        co_return Outcome{std::move(miss)};
    }
    const auto expression = scope.values.text(step, "matches");
    if (found_in(expression, text, true)) co_return Outcome{};
    miss.summary = fmt::format("{} is not of the form that was expected", step.plain("called"));
    miss.expected = fmt::format("something that matches {}", expression);
    miss.got = visible(text);
    miss.parts[""] = text;
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
