#include "harness/command/catalogue.hpp"
#include "harness/command/commands.hpp"
#include "harness/scenario/load.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::command {

namespace fs = std::filesystem;
using scenario::Suite;

namespace {

constexpr auto installed_scenarios = "../share/counterpart/scenarios";

/// The folder that this program lies in.
fs::path here() { return fs::canonical("/proc/self/exe").parent_path(); }

} // namespace

std::string name_of_program() {
    return fs::is_directory(here() / installed_scenarios) ? "counterpart" : "./counterpart";
}

fs::path shipped_scenarios() {
    for (const auto& folder : {here() / installed_scenarios, here() / "../../../scenarios"})
        if (fs::is_directory(folder)) return fs::canonical(folder);
    throw UsageError(fmt::format("the shipped scenarios are not found beside {}; name a folder with --scenarios DIR",
                                 here().string()));
}

std::vector<Suite> load_catalogue(const fs::path& folder, const std::string& only) {
    const auto place = folder.empty() ? shipped_scenarios() : folder;
    const auto protocol = place / only.substr(0, only.find('/'));
    scenario::Complaints complaints;
    std::vector<Suite> suites;
    if (!only.empty() && fs::exists(protocol / "protocol.xml")) {
        auto loaded = scenario::load_suite(protocol);
        if (loaded)
            suites.push_back(std::move(*loaded));
        else
            complaints = loaded.error();
    } else {
        auto loaded = scenario::load_scenarios(place);
        if (loaded)
            suites = std::move(*loaded);
        else
            complaints = loaded.error();
    }
    if (complaints.empty()) return suites;
    std::string all = "these scenarios cannot be used:";
    for (const auto& complaint : complaints) all += "\n" + to_string(complaint);
    throw UsageError(all);
}

Pick pick(const std::vector<Suite>& suites, const std::string& what) {
    const auto slash = what.find('/');
    const auto second = slash == std::string::npos ? slash : what.find('/', slash + 1);
    const auto protocol = what.substr(0, slash);
    Pick found;
    std::vector<std::string> known;
    for (const auto& suite : suites) {
        known.push_back(suite.protocol.id);
        if (suite.protocol.id == protocol) found.suite = &suite;
    }
    if (!found.suite)
        throw UsageError(fmt::format("there is no protocol '{}'; there are: {}", protocol, fmt::join(known, ", ")));
    if (slash == std::string::npos) return found;
    const auto role = what.substr(slash + 1, second == std::string::npos ? second : second - slash - 1);
    known.clear();
    for (const auto& one : found.suite->roles) {
        known.push_back(one.name());
        if (one.id == role) found.role = &one;
    }
    if (!found.role)
        throw UsageError(
            fmt::format("there is no role '{}/{}'; there are: {}", protocol, role, fmt::join(known, ", ")));
    if (second == std::string::npos) return found;
    const auto id = what.substr(second + 1);
    known.clear();
    for (const auto& test : found.role->cases) {
        known.push_back(test.id);
        if (test.id == id) found.test = &test;
    }
    if (!found.test)
        throw UsageError(
            fmt::format("{} has no case '{}'; it has: {}", found.role->name(), id, fmt::join(known, ", ")));
    return found;
}

} // namespace counterpart::command
