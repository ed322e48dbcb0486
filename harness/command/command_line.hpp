/// The flags of every subcommand, and nothing else: what they mean is in the subcommands' own files.
#pragma once
#include <functional>

namespace counterpart::command {

struct Parsed {
    std::function<int()> subcommand; ///< what was asked for; empty when help or a complaint was printed
    int exit_status = 0;             ///< then: what to exit with
};

Parsed parse(int argc, char** argv);

} // namespace counterpart::command
