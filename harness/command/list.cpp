// counterpart list: what there is.
#include "harness/command/catalogue.hpp"
#include "harness/command/commands.hpp"
#include <boost/json.hpp>
#include <fmt/format.h>
#include <iostream>

namespace counterpart::command {
namespace {

namespace json = boost::json;

json::array cases_of(const scenario::Role& role) {
    json::array cases;
    for (const auto& test : role.cases) {
        json::array ids;
        for (const auto& id : test.requires_ids) ids.emplace_back(id);
        cases.push_back({{"id", test.id},
                         {"title", test.title},
                         {"level", std::string(to_string(test.level))},
                         {"points", test.points},
                         {"requirements", ids},
                         {"launch", test.launch}});
    }
    return cases;
}

} // namespace

int list(const std::string& what, bool as_json, const std::filesystem::path& folder) {
    const auto suites = load_catalogue(folder);
    const auto chosen = what.empty() ? Pick{} : pick(suites, what);
    json::array document;
    for (const auto& suite : suites) {
        if (chosen.suite && chosen.suite != &suite) continue;
        if (!as_json) fmt::print("{}: {}\n", suite.protocol.id, suite.protocol.title);
        json::array roles;
        for (const auto& role : suite.roles) {
            if (chosen.role && chosen.role != &role) continue;
            roles.push_back({{"role", role.name()}, {"title", role.title}, {"cases", cases_of(role)}});
            if (as_json) continue;
            fmt::print("  {:<34} {} ({} cases)\n", role.name(), role.title, role.cases.size());
            if (!chosen.role) continue;
            for (const auto& test : role.cases)
                fmt::print("    {:<28} {:<9} {}\n", test.id, to_string(test.level), test.title);
        }
        document.push_back({{"protocol", suite.protocol.id}, {"title", suite.protocol.title}, {"roles", roles}});
    }
    if (as_json) std::cout << json::serialize(document) << "\n";
    return exit_passed;
}

} // namespace counterpart::command
