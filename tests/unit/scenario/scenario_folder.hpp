/// A small protocol in a folder of its own, for tests that change a part of it and look at the complaints.
#pragma once
#include "harness/scenario/grammar.hpp"
#include "harness/scenario/load.hpp"
#include "tests/unit/reports/temporary_directory.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>

namespace counterpart::scenario {

inline const std::string sample_protocol = R"(<protocol id="sample" title="A sample">
  <summary>A client asks,
    and a server   answers.</summary>
  <party id="server" title="SERVER" listens="port"/>
  <party id="client" title="CLIENT"/>
  <map>
    <stage number="1" title="it listens" from="server">SERVER listens.</stage>
    <stage number="2" title="it answers" from="server" to="client">SERVER answers.</stage>
  </map>
  <requirements role="server">
    <requirement id="S-1" level="must" stage="1">It listens.</requirement>
    <requirement id="S-2" level="should" stage="2">It answers.</requirement>
    <requirement id="S-H" level="hardening">It survives.</requirement>
  </requirements>
  <tolerated>Haste.</tolerated>
</protocol>
)";

/// A role file whose script (fragments and cases) begins on line 5.
inline std::string role_of(const std::string& script) {
    return R"(<role protocol="sample" id="server" title="Answer">
  <about>It answers.</about>
  <parameter name="port" value="5000">its port</parameter>
  <launch><command file="server" arguments="{port}"/></launch>
)" + script +
           "</role>\n";
}

/// A role file with one case that has one stage, whose steps begin on line 6.
inline std::string role_with_steps(const std::string& steps) {
    return role_of("<case id=\"one\" title=\"One\" requires=\"S-1\"><stage ref=\"1\">\n" + steps + "</stage></case>\n");
}

class ScenarioFolder {
public:
    ScenarioFolder() { std::filesystem::create_directory(path()); }
    std::filesystem::path path() const { return directory_.path / "sample"; }
    std::filesystem::path parent() const { return directory_.path; }

    ScenarioFolder& with(const std::string& file, const std::string& text) {
        std::ofstream(path() / file, std::ios::binary) << text;
        return *this;
    }

    /// Every complaint as it is printed, the files named from this folder on.
    std::vector<std::string> complaints() const {
        const auto loaded = load_suite(path());
        std::vector<std::string> all;
        if (loaded) return all;
        for (const auto& complaint : loaded.error())
            all.push_back(to_string(complaint).substr(path().string().size() + 1));
        return all;
    }

private:
    TemporaryDirectory directory_;
};

/// The complaints about a role file beside the sample's protocol.xml.
inline std::vector<std::string> complaints_about(const std::string& role) {
    return ScenarioFolder().with("protocol.xml", sample_protocol).with("server.xml", role).complaints();
}

/// What the schema allows in an element, as a complaint lists it.
inline std::string allowed_in(const std::string& element) {
    std::vector<std::string> names;
    for (const auto& child : Grammar::built_in().element(element)->children) names.push_back(child.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

} // namespace counterpart::scenario
