#include "harness/command/command_shape.hpp"
#include <CLI/CLI.hpp>
#include <boost/algorithm/string.hpp>

namespace counterpart::command {
namespace {

/// CLI11 tells allowed values as a part of the type's name: "TEXT:{auto,cage,none}".
std::vector<std::string> choices_in(const std::string& type) {
    const auto open = type.find('{'), close = type.rfind('}');
    std::vector<std::string> choices;
    if (open == type.npos || close == type.npos || close < open) return choices;
    const auto inside = type.substr(open + 1, close - open - 1);
    boost::split(choices, inside, [](char c) { return c == ','; });
    return choices;
}

OptionShape option_of(const CLI::Option& option) {
    OptionShape shape;
    const auto type = option.get_type_name();
    shape.placed = option.get_positional();
    if (shape.placed) {
        shape.names = {option.get_name(true)};
    } else {
        for (const auto& name : option.get_snames()) shape.names.push_back("-" + name);
        for (const auto& name : option.get_lnames()) shape.names.push_back("--" + name);
    }
    shape.choices = choices_in(type);
    if (option.get_items_expected_max() > 0) {
        const auto name = type.substr(0, type.find(':'));
        // A type that CLI11 gave tells nobody anything; the values themselves do.
        const bool own = shape.choices.empty() || name != "TEXT";
        shape.value = shape.placed ? shape.names[0] : own ? name : boost::join(shape.choices, "|");
    }
    shape.about = option.get_description();
    shape.otherwise = option.get_default_str();
    shape.required = option.get_required();
    shape.several = option.get_items_expected_max() > 1;
    return shape;
}

std::vector<OptionShape> options_of(const CLI::App& app) {
    std::vector<OptionShape> shapes;
    for (const auto* option : app.get_options())
        if (!option->get_group().empty()) shapes.push_back(option_of(*option));
    return shapes;
}

} // namespace

ProgramShape shape_of(const CLI::App& app) {
    ProgramShape program{app.get_description(), app.get_footer(), options_of(app), {}};
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        if (!command->get_group().empty())
            program.commands.push_back(
                {command->get_name(), command->get_description(), command->get_footer(), options_of(*command)});
    return program;
}

Completed completed_by(const OptionShape& option) {
    const auto& name = option.names.back();
    if (!option.choices.empty()) return Completed::choice;
    if (option.placed) return name == "role" ? Completed::role : name == "what" ? Completed::what : Completed::file;
    if (name == "--case") return Completed::case_id;
    if (option.value == "FORMAT=PATH") return Completed::format;
    if (option.value == "DIR") return Completed::folder;
    return option.value == "FILE" || option.value == "PATH" ? Completed::file : Completed::nothing;
}

} // namespace counterpart::command
