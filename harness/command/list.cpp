// counterpart list: what there is.
#include "harness/command/catalogue.hpp"
#include "harness/command/commands.hpp"
#include "harness/command/version.hpp"
#include <boost/json.hpp>
#include <fmt/format.h>
#include <iostream>

namespace counterpart::command {
namespace {

namespace json = boost::json;

/// Grows when a reader of the old document would misread the new one; members may be added without.
constexpr std::string_view schema = "counterpart-list/1";

json::object case_of(const scenario::Case& test) {
    json::array stages;
    for (const auto& stage : test.stages)
        if (stages.empty() || stages.back() != stage.number) stages.emplace_back(stage.number);
    return {{"id", test.id},
            {"title", test.title},
            {"level", to_string(test.level)},
            {"points", test.points},
            {"requirements", json::array(test.requires_ids.begin(), test.requires_ids.end())},
            {"stages", stages},
            {"launch", test.launch.empty() ? json::value(nullptr) : json::value(test.launch)}};
}

json::object role_of(const scenario::Role& role) {
    json::array cases, placeholders, programs;
    for (const auto& test : role.cases) cases.emplace_back(case_of(test));
    for (const auto& parameter : role.parameters) placeholders.emplace_back(parameter.name);
    bool reference = !role.programs.empty();
    for (const auto& program : role.programs) {
        if (!program.name.empty()) programs.emplace_back(program.name);
        reference = reference && !program.reference.empty();
    }
    return {{"role", role.name()},  {"title", role.title},    {"placeholders", placeholders},
            {"programs", programs}, {"reference", reference}, {"cases", cases}};
}

json::object protocol_of(const scenario::Suite& suite, const scenario::Role* only) {
    json::array roles;
    for (const auto& role : suite.roles)
        if (!only || only == &role) roles.emplace_back(role_of(role));
    return {{"protocol", suite.protocol.id}, {"title", suite.protocol.title}, {"roles", roles}};
}

void print_in_words(const scenario::Suite& suite, const scenario::Role* only) {
    fmt::print("{}: {}\n", suite.protocol.id, suite.protocol.title);
    for (const auto& role : suite.roles) {
        if (only && only != &role) continue;
        fmt::print("  {:<34} {} ({} cases)\n", role.name(), role.title, role.cases.size());
        if (!only) continue;
        for (const auto& test : role.cases)
            fmt::print("    {:<28} {:<9} {}\n", test.id, to_string(test.level), test.title);
    }
}

} // namespace

int list(const std::string& what, bool as_json, const std::filesystem::path& folder) {
    const auto suites = load_catalogue(folder, what);
    const auto chosen = what.empty() ? Pick{} : pick(suites, what);
    json::array protocols;
    for (const auto& suite : suites) {
        if (chosen.suite && chosen.suite != &suite) continue;
        if (as_json)
            protocols.emplace_back(protocol_of(suite, chosen.role));
        else
            print_in_words(suite, chosen.role);
    }
    if (as_json)
        std::cout << json::serialize(json::object{{"schema", schema}, {"version", version}, {"protocols", protocols}})
                  << "\n";
    return exit_passed;
}

} // namespace counterpart::command
