// <signal>: sends a signal to the program.
#include "harness/engine/play.hpp"
#include <array>
#include <csignal>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_signal(Scope& scope, const scenario::Step& step) {
    struct Named {
        std::string_view name;
        int number;
    };
    static constexpr std::array<Named, 7> signals{{{"INT", SIGINT},
                                                   {"TERM", SIGTERM},
                                                   {"QUIT", SIGQUIT},
                                                   {"HUP", SIGHUP},
                                                   {"KILL", SIGKILL},
                                                   {"STOP", SIGSTOP},
                                                   {"CONT", SIGCONT}}};
    const auto name = step.plain("name");
    for (const auto& one : signals) {
        if (one.name != name) continue;
        scope.play.note(Direction::to_candidate, "", "sent signal " + name);
        scope.play.program->signal(one.number);
        co_return Outcome{};
    }
    throw std::runtime_error("there is no signal " + name);
}

} // namespace counterpart::engine
