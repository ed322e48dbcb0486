#include "harness/scenario/check.hpp"
#include "harness/scenario/grammar.hpp"
#include "harness/scenario/values.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace counterpart::scenario {
namespace {

/// What is known at a point of a case: names of values, and of connections, listeners and calls.
struct Known {
    std::set<std::string> values;
    std::set<std::string> channels{"call"};
};

std::string hides_pattern(const std::string& name) {
    return fmt::format("the value '{}' hides the pattern of this name in protocol.xml", name);
}

class CaseCheck {
public:
    CaseCheck(const Protocol& protocol, const Role& role, Complaints& complaints)
        : protocol_(protocol), role_(role), complaints_(complaints) {}

    void requirement(const Location& where, const std::string& id) {
        if (id.empty() || protocol_.requirement(id)) return;
        std::vector<std::string> ids;
        for (const auto& [role, list] : protocol_.requirements)
            for (const auto& one : list) ids.push_back(one.id);
        complain(where,
                 fmt::format("there is no requirement '{}' in protocol.xml; it has {}", id, fmt::join(ids, " ")));
    }

    void step(const Step& step, Known& known) {
        const auto& grammar = Grammar::built_in();
        for (const auto& [name, value] : step.attributes) {
            const auto type = grammar.type_of(step.kind, name);
            if (type == "requirement") requirement(step.where, step.plain(name));
            if (type == "program") program(step.where, step.plain(name));
            if (type == "channel" && !known.channels.contains(step.plain(name)))
                complain(step.where, fmt::format("<{} {}=\"{}\">: no earlier step made this; known here: {}", step.kind,
                                                 name, step.plain(name), fmt::join(known.channels, ", ")));
            names(step, value, known, fmt::format("<{} {}>", step.kind, name));
        }
        names(step, step.text, known, fmt::format("the text of <{}>", step.kind));
        if (step.kind == "let")
            if (auto fault = fault_in_let(step); !fault.empty()) complain(step.where, fault);
        define(step, known);
        // Steps that bracket others: what is named inside a round or a sequence is its own.
        static const std::set<std::string, std::less<>> brackets{"repeat", "sequence", "serve", "each-connection",
                                                                 "start"};
        const bool own_names = brackets.contains(step.kind);
        Known inner = known;
        for (const auto& child : step.children) this->step(child, own_names ? inner : known);
    }

private:
    void complain(const Location& where, std::string what) { complaints_.push_back({where, std::move(what)}); }

    void program(const Location& where, const std::string& name) {
        std::vector<std::string> known;
        for (const auto& program : role_.programs) known.push_back(program.name);
        if (std::find(known.begin(), known.end(), name) == known.end())
            complain(where, fmt::format("the role has no program '{}'; its <launch> elements name: {}", name,
                                        fmt::join(known, ", ")));
    }

    void names(const Step& step, const Template& text, const Known& known, const std::string& place) {
        for (const auto& name : text.names()) {
            const auto base = name.substr(0, name.find('.'));
            const bool got = name == "got" && (step.kind == "slip" || step.kind == "tolerate");
            if (!got && !known.values.contains(base))
                complain(step.where, fmt::format("{} uses the value '{{{}}}', which is not known here; known are: {}",
                                                 place, name, fmt::join(known.values, ", ")));
        }
    }

    void define(const Step& step, Known& known) {
        const auto& grammar = Grammar::built_in();
        for (const auto& [name, value] : step.attributes) {
            const auto type = grammar.type_of(step.kind, name);
            if (type == "value-name") {
                known.values.insert(step.plain(name));
                if (protocol_.patterns.contains(step.plain(name)))
                    complain(step.where, hides_pattern(step.plain(name)));
            }
            if (type == "new-channel") known.channels.insert(step.plain(name));
        }
    }

    const Protocol& protocol_;
    const Role& role_;
    Complaints& complaints_;
};

void check_case(const Case& test, const Role& role, const Protocol& protocol, Complaints& complaints) {
    CaseCheck check(protocol, role, complaints);
    Known known;
    for (const auto& parameter : role.parameters) known.values.insert(parameter.name);
    for (const auto& program : role.programs)
        if (!program.name.empty()) known.values.insert(program.name + "-data");
    for (const auto& id : test.requires_ids) check.requirement(test.where, id);
    for (const auto& step : test.lets) check.step(step, known);
    std::set<int> seen;
    for (const auto& stage : test.stages) {
        if (!protocol.stage(stage.number))
            complaints.push_back({stage.where, fmt::format("there is no stage {} in the map of {}; it has 1 to {}",
                                                           stage.number, protocol.id, protocol.map.size())});
        if (!seen.insert(stage.number).second)
            complaints.push_back(
                {stage.where,
                 fmt::format("a second stage {} in case '{}'; put its steps into the first", stage.number, test.id)});
        check.requirement(stage.where, stage.requirement);
        for (const auto& step : stage.steps) check.step(step, known);
    }
    if (test.stages.empty())
        complaints.push_back({test.where, fmt::format("case '{}' has no <stage>, so it could judge nothing", test.id)});
}

/// Complains of each child element whose attribute says what an earlier one of that name said already.
void check_distinct(const Document& document, pugi::xml_node parent, const char* element, const char* attribute,
                    const char* what) {
    std::set<std::string> seen;
    for (const auto node : parent.children(element)) {
        const std::string value = node.attribute(attribute).value();
        if (!seen.insert(value).second) document.complain(node, fmt::format("a second {} '{}'", what, value));
    }
}

void check_fragments(const Document& document) {
    check_distinct(document, document.root(), "fragment", "id", "fragment");
    std::set<std::string> included;
    for (const auto& found : document.root().select_nodes(".//include"))
        included.insert(found.node().attribute("fragment").value());
    for (const auto node : document.root().children("fragment"))
        if (const std::string id = node.attribute("id").value(); !included.contains(id))
            document.complain(node, fmt::format("no step includes the fragment '{}'", id));
}

} // namespace

void check_protocol(const Document& document, const Protocol& protocol, Complaints& complaints) {
    const auto folder = std::filesystem::path(document.file()).parent_path().filename().string();
    if (protocol.id != folder)
        document.complain(document.root(),
                          fmt::format("the id is '{}' but the folder is '{}'; make them equal", protocol.id, folder));
    check_distinct(document, document.root(), "party", "id", "party");
    check_distinct(document, document.root(), "pattern", "id", "pattern");
    for (const auto node : document.root().children("pattern"))
        for (const auto& name : document.filled(node, "matches").names())
            document.complain(node, fmt::format("<pattern id=\"{}\"> uses '{{{}}}'; a pattern has no values in it",
                                                node.attribute("id").value(), name));
    const auto known_party = [&](const std::string& id) {
        return std::any_of(protocol.parties.begin(), protocol.parties.end(), [&](const auto& p) { return p.id == id; });
    };
    int number = 0;
    for (const auto& stage : protocol.map)
        if (stage.number != ++number)
            complaints.push_back(
                {document.location(document.root().child("map")),
                 fmt::format("stage {} stands where stage {} should; number them 1, 2, …", stage.number, number)});
    for (const auto& [role, list] : protocol.requirements) {
        std::set<std::string> seen; // a pair repeats those of its two roles
        if (!known_party(role))
            document.complain(document.root(),
                              fmt::format("<requirements role=\"{}\">: there is no such <party>", role));
        for (const auto& requirement : list) {
            if (!seen.insert(requirement.id).second)
                document.complain(document.root(),
                                  fmt::format("a second requirement '{}' of role '{}'", requirement.id, role));
            if (requirement.stage != 0 && !protocol.stage(requirement.stage))
                document.complain(document.root(),
                                  fmt::format("requirement {} is said to belong to stage {}, which the map has not",
                                              requirement.id, requirement.stage));
        }
    }
}

void check_role(const Document& document, const Role& role, const Protocol& protocol, Complaints& complaints) {
    if (role.protocol != protocol.id)
        document.complain(document.root(), fmt::format("the role is of protocol '{}', but its folder holds '{}'",
                                                       role.protocol, protocol.id));
    check_fragments(document);
    std::set<std::string> programs; // that <launch> is missing altogether, the grammar has said
    for (const auto& program : role.programs) {
        const auto node = document.root().find_child_by_attribute("launch", "program", program.name.c_str());
        const auto place = node ? node : document.root().child("launch");
        if (program.functions.empty() && program.commands.empty())
            document.complain(place, "<launch> needs a <python-function> or a <command>");
        if (role.programs.size() > 1 && program.name.empty())
            document.complain(place, "of several <launch> elements each needs a program=\"NAME\"");
        if (!programs.insert(program.name).second)
            document.complain(place, fmt::format("a second <launch> for the program '{}'", program.name));
    }
    if (role.cases.empty())
        document.complain(document.root(), "<role> needs a <case>: without one there is nothing to judge");
    for (const auto node : document.root().children("parameter"))
        if (const std::string name = node.attribute("name").value(); protocol.patterns.contains(name))
            document.complain(node, hides_pattern(name));
    std::set<std::string> ids;
    for (const auto& test : role.cases) {
        if (!ids.insert(test.id).second) complaints.push_back({test.where, fmt::format("a second case '{}'", test.id)});
        check_case(test, role, protocol, complaints);
    }
}

} // namespace counterpart::scenario
