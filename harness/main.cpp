// Counterpart: plays the opposite side of a protocol and judges a candidate program, stage by stage.
#include "harness/command/command_line.hpp"
#include "harness/command/commands.hpp"
#include "harness/command/terminal.hpp"

using namespace counterpart;

int main(int argc, char** argv) {
    const auto parsed = command::parse(argc, argv);
    if (!parsed.subcommand) return parsed.exit_status;
    try {
        return parsed.subcommand();
    } catch (const command::UsageError& error) {
        command::complain(error.what());
        return command::exit_usage;
    } catch (const std::exception& error) {
        command::complain(error.what());
        return command::exit_trouble;
    }
}
