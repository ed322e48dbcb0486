/// The subcommands and options as plain values, read from CLI11's description of them: what completion scripts and the
/// manual page are made of, so that they hold whatever the program takes.
#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace counterpart::command {

struct OptionShape {
    std::vector<std::string> names;   ///< "-j" and "--jobs"; the name alone of what is told by its place
    std::string value;                ///< what it takes: "DIR"; empty for a flag
    std::vector<std::string> choices; ///< the only values allowed, where there are such
    std::string about, otherwise;     ///< `otherwise`: the value unless given
    bool placed = false;              ///< told by its place, not by its name
    bool required = false, several = false;
};

struct CommandShape {
    std::string name, about, footer;
    std::vector<OptionShape> options;
};

struct ProgramShape {
    std::string about, footer;
    std::vector<OptionShape> options;
    std::vector<CommandShape> commands;
};

/// Hidden options and subcommands are left out.
ProgramShape shape_of(const CLI::App&);

/// What stands at the place of an option's value, for completion.
enum class Completed { nothing, role, what, case_id, choice, format, folder, file };
Completed completed_by(const OptionShape&);

} // namespace counterpart::command
