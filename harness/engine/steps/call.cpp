// <call>: calls a function of a function candidate; a command does by itself what its task says.
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_call(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    if (!play.side.launch.functions) co_return Outcome{};
    std::vector<candidate::Argument> arguments;
    for (const auto& child : step.children)
        if (child.kind == "argument") arguments.push_back({child.plain("type"), scope.values.text(child, "value")});
    play.note(Direction::note, "", fmt::format("called {}()", step.plain("function")));
    play.program->call(step.plain("as", "call"), step.plain("function"), arguments);
    co_return Outcome{};
}

} // namespace counterpart::engine
