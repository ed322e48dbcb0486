// <start>: starts the candidate; for a function candidate, loads its module and calls its function.
#include "harness/engine/host_ports.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

/// The command's words with the values filled in: one without a value that is a word of its own is dropped, one with
/// several becomes several words.
std::vector<std::string> filled(const std::vector<scenario::Template>& words, const scenario::Values& values) {
    std::vector<std::string> all;
    for (const auto& word : words) {
        auto text = values.text(word);
        const bool placeholder = word.parts().size() == 1 && !word.parts()[0].value.empty();
        if (placeholder && text.empty()) continue;
        if (!placeholder || !values.several(word.parts()[0].value)) {
            all.push_back(std::move(text));
            continue;
        }
        for (std::size_t at = 0; at < text.size();) {
            const auto end = std::min(text.find(' ', at), text.size());
            if (end > at) all.push_back(text.substr(at, end - at));
            at = end + 1;
        }
    }
    return all;
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
}

} // namespace

boost::asio::awaitable<Outcome> play_start(Scope& outer, const scenario::Step& step) {
    Scope scope(outer, fmt::format("{}", step.where.line)); // what it is given by this step holds for it alone
    for (const auto& let : step.children) {
        auto defined = co_await step_player(let.kind)(scope, let);
        static_cast<void>(defined); // it only names a value
    }
    const auto& launch = outer.play.side.launch;
    // One of several programs may be started several times, also side by side.
    auto& play = launch.program.empty() ? outer.play : outer.play.session.another(outer.play.side);
    outer.add(launch.program, play);
    candidate::Program program;
    program.functions = launch.functions;
    program.words = filled(launch.words, scope.values);
    for (const auto& [variable, value, type] : launch.variables)
        program.variables.push_back({variable, scope.values.text(value), type});
    if (step.has("input")) {
        auto content = outer.values.content(step.attributes.at("input"));
        program.input = [content = std::move(content)](std::uint64_t at, std::span<char> into) {
            return content.read(at, into);
        };
    }
    if (play.job.by_hand) {
        play.job.by_hand->tell("start your program:  " + joined(program.words));
        if (step.has("input"))
            play.job.by_hand->tell("and type, or pipe into it:  " + visible(outer.values.text(step, "input")));
        co_return Outcome{};
    }
    auto ports = program.words;
    for (const auto& variable : program.variables) ports.push_back(variable.value);
    auto taken = co_await ports_free(play, ports);
    if (taken) co_return taken;
    play.note(Direction::note, launch.program,
              launch.functions ? "started: " + launch.description : "started: " + joined(program.words));
    auto started = co_await candidate::Candidate::start(play.cage, std::move(program), play.signal);
    play.program = std::move(started);
    play.begun = Clock::now();
    if (play.job.precedence) candidate::set_precedence(play.cage.root_pid(), true);
    play.session.begin_watch();
    const auto call = step.plain("call", launch.call);
    if (launch.functions && !call.empty() && step.plain("idle") != "yes") {
        play.note(Direction::note, "", fmt::format("called {}()", call));
        play.program->call(step.plain("as", "call"), call, {});
    }
    co_return Outcome{};
}

} // namespace counterpart::engine
