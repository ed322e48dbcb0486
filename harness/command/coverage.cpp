// counterpart coverage: which cases check each requirement.
#include "harness/command/catalogue.hpp"
#include "harness/command/commands.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::command {

int coverage(const std::string& what, const std::filesystem::path& folder) {
    const auto suites = load_catalogue(folder);
    const auto chosen = what.empty() ? Pick{} : pick(suites, what);
    std::size_t missing = 0, all = 0;
    for (const auto& suite : suites) {
        if (chosen.suite && chosen.suite != &suite) continue;
        fmt::print("{}\n", suite.protocol.id);
        for (const auto& [party, requirements] : suite.protocol.requirements)
            for (const auto& requirement : requirements) {
                std::vector<std::string> cases;
                for (const auto& role : suite.roles)
                    for (const auto& test : role.cases)
                        if (std::find(test.requires_ids.begin(), test.requires_ids.end(), requirement.id) !=
                            test.requires_ids.end())
                            cases.push_back(role.id + "/" + test.id);
                ++all;
                missing += cases.empty();
                fmt::print("  {:<8} {:<9} {}\n", requirement.id, to_string(requirement.level),
                           cases.empty() ? "NO CASE CHECKS IT" : fmt::format("{}", fmt::join(cases, ", ")));
            }
    }
    fmt::print("{} requirements, {} without a case\n", all, missing);
    return missing == 0 ? exit_passed : exit_failed;
}

} // namespace counterpart::command
