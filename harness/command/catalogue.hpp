/// The scenarios that a command works with: where they are, and looking up a protocol or role by what the user typed.
#pragma once
#include "harness/scenario/model.hpp"
#include <filesystem>

namespace counterpart::command {

/// The folder with the shipped scenarios, beside this program or in its build tree.
std::filesystem::path shipped_scenarios();

/// What a person types to run this program: its name, or in a checkout the script at its root.
std::string name_of_program();

/// Loads the folder (empty: the shipped one); with `only`, a role or protocol as the user typed it, that protocol
/// alone, so that a fault in another does not stand in the way. Throws UsageError with every complaint.
std::vector<scenario::Suite> load_catalogue(const std::filesystem::path& folder, const std::string& only = {});

struct Pick {
    const scenario::Suite* suite = nullptr;
    const scenario::Role* role = nullptr;
    const scenario::Case* test = nullptr;
};

/// Finds "PROTOCOL", "PROTOCOL/ROLE" or "PROTOCOL/ROLE/CASE"; what was not named stays null. Throws UsageError that
/// names what there is.
Pick pick(const std::vector<scenario::Suite>&, const std::string& what);

} // namespace counterpart::command
