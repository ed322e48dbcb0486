/// Finds how a submission is started: by the role's conventions, by a command that was given, or the shipped reference.
#pragma once
#include "harness/candidate/interpreter.hpp"
#include "harness/candidate/isolation.hpp"
#include "harness/engine/launch.hpp"
#include "harness/run/staging.hpp"

namespace counterpart::run {

/// No way to start it was found, or several; the text says what was looked for.
struct NoEntry : Unfit {
    using Unfit::Unfit;
};

/// What the search needs to know of this machine. References must outlive it.
struct EntryContext {
    const scenario::Role& role;
    Staging& staging;
    std::string python;             ///< as given with --python
    candidate::Isolation isolation; ///< in a cage files have other paths than outside
};

/// How each of the role's programs is started, in the role's order.
using Launches = std::vector<engine::Launch>;

/// A folder or single file, by convention. Throws NoEntry, or std::runtime_error when the interpreter is missing.
Launches by_convention(const EntryContext&, const std::filesystem::path& submission);

/// A command line with placeholders. With `folder`, it runs in a fresh copy of that; without, in an empty directory,
/// and files that the command names are visible where they are. For one of several programs: `program` is its name.
engine::Launch by_command(const EntryContext&, const std::vector<std::string>& words,
                          const std::filesystem::path& folder, const std::string& program = {});

/// Command lines as given with --command: one, or for a role of several programs NAME=LINE for each that is not started
/// by convention. They run in a fresh copy of the folder.
Launches by_command_lines(const EntryContext&, const std::vector<std::string>& lines,
                          const std::filesystem::path& folder);

/// How a person starts a candidate of one program by hand: `line` with its placeholders, or when that is empty the name
/// and arguments of the role's convention. Only for showing. Throws NoEntry, or std::runtime_error for a bad line.
engine::Launch by_hand(const scenario::Role&, const std::string& line);

/// Throws std::runtime_error when command lines as given with --command name other programs or placeholders than the
/// role has: that is nobody's fault who handed something in.
void check_command_lines(const scenario::Role&, const std::vector<std::string>& lines);

/// The reference programs of the role, beside this program. Throws NoEntry when there is none.
Launches by_reference(const EntryContext&);

/// Splits a command line into words as a shell would: blanks, quotes and backslashes. Throws std::runtime_error.
std::vector<std::string> words_of(const std::string& line);

} // namespace counterpart::run
