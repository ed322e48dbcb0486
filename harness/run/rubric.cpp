#include "harness/run/rubric.hpp"
#include "reports/read_file.hpp"
#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>
#include <pugixml.hpp>
#include <stdexcept>

namespace counterpart::run {

namespace json = boost::json;
using Rule = Rubric::Rule;
using Rules = std::vector<Rule>;

namespace {

std::optional<Level> level_named(std::string_view word) {
    for (const auto level : {Level::must, Level::should, Level::hardening})
        if (to_string(level) == word) return level;
    return {};
}

/// Reads rules and gathers complaints about them.
class Reader {
public:
    explicit Reader(std::string name) : name_(std::move(name)) {}

    Rubric from_json(const std::string& text) {
        Rubric rubric;
        json::error_code fault;
        const auto value = json::parse(text, fault);
        if (fault || !value.is_object()) {
            complain(fault ? "not JSON: " + fault.message() : "not an object");
            return rubric;
        }
        for (const auto& [key, rules] : value.get_object()) {
            auto* into = key == "cases"          ? &rubric.cases
                         : key == "requirements" ? &rubric.requirements
                         : key == "levels"       ? &rubric.levels
                                                 : nullptr;
            if (!into)
                complain(fmt::format("\"{}\" is unknown; there are \"cases\", \"requirements\", \"levels\"",
                                     std::string_view(key)));
            else if (!rules.is_object())
                complain(fmt::format("\"{}\" must be an object of names and weights", std::string_view(key)));
            else
                for (const auto& [name, rule] : rules.get_object()) into->push_back(json_rule(std::string(name), rule));
        }
        return rubric;
    }

    Rubric from_xml(const std::string& text) {
        Rubric rubric;
        pugi::xml_document document;
        const auto parsed = document.load_buffer(text.data(), text.size());
        const auto root = document.document_element();
        if (!parsed || std::string_view(root.name()) != "rubric") {
            complain(parsed ? fmt::format("it starts with <{}>, not <rubric>", root.name())
                            : fmt::format("not XML at byte {}: {}", parsed.offset, parsed.description()));
            return rubric;
        }
        for (const auto node : root.children()) {
            const std::string_view kind = node.name();
            if (node.type() != pugi::node_element) continue;
            auto* into = kind == "case"          ? &rubric.cases
                         : kind == "requirement" ? &rubric.requirements
                         : kind == "level"       ? &rubric.levels
                                                 : nullptr;
            if (into)
                into->push_back(xml_rule(node, kind == "level" ? "name" : "id"));
            else
                complain(fmt::format("<{}> is unknown; there are <case>, <requirement>, <level>", kind));
        }
        return rubric;
    }

    /// Throws when there was anything to complain about.
    void check(const Rubric& rubric) {
        for (const auto& rule : rubric.levels) {
            if (!level_named(rule.name)) complain(fmt::format("'{}' is no level: must, should, hardening", rule.name));
            if (rule.level) complain(fmt::format("a level is given a weight, not another level: '{}'", rule.name));
        }
        for (const auto* rules : {&rubric.cases, &rubric.requirements, &rubric.levels})
            for (const auto& rule : *rules)
                if (!rule.weight && !rule.level)
                    complain(fmt::format("'{}' is given neither weight nor level", rule.name));
        if (!complaints_.empty()) throw std::runtime_error(fmt::format("{}", fmt::join(complaints_, "\n")));
    }

private:
    void complain(const std::string& what) { complaints_.push_back(fmt::format("{}: {}", name_, what)); }

    void set_weight(Rule& rule, double weight) {
        if (!std::isfinite(weight) || weight < 0 || weight > 1e6)
            complain(fmt::format("the weight of '{}' is no number from 0 to a million", rule.name));
        else
            rule.weight = weight;
    }
    void set_level(Rule& rule, const std::string& word) {
        rule.level = level_named(word);
        if (!rule.level)
            complain(fmt::format("'{}' is given the level '{}'; there are must, should, hardening", rule.name, word));
    }

    Rule json_rule(const std::string& name, const json::value& value) {
        Rule rule{name, {}, {}};
        if (value.is_number()) {
            set_weight(rule, value.to_number<double>());
        } else if (const auto* members = value.if_object()) {
            for (const auto& [key, member] : *members) {
                if (key == "weight" && member.is_number())
                    set_weight(rule, member.to_number<double>());
                else if (key == "level" && member.is_string())
                    set_level(rule, std::string(member.get_string()));
                else
                    complain(fmt::format("'{}': \"weight\" is a number and \"level\" a word; there is no other member",
                                         name));
            }
        } else {
            complain(fmt::format("'{}' must be given a number, or an object with weight and level", name));
        }
        return rule;
    }

    Rule xml_rule(pugi::xml_node node, const char* id) {
        Rule rule{node.attribute(id).value(), {}, {}};
        if (rule.name.empty()) complain(fmt::format("a <{}> has no {}", node.name(), id));
        for (const auto attribute : node.attributes()) {
            const std::string_view name = attribute.name();
            if (name == "weight") {
                char* end = nullptr;
                const double weight = std::strtod(attribute.value(), &end);
                set_weight(rule, end && *end == '\0' && end != attribute.value() ? weight : -1);
            } else if (name == "level") {
                set_level(rule, attribute.value());
            } else if (name != id) {
                complain(fmt::format("<{}> has no attribute '{}'", node.name(), name));
            }
        }
        return rule;
    }

    std::string name_;
    std::vector<std::string> complaints_;
};

bool fits(const Rule& rule, const scenario::Case& test) {
    return ::fnmatch(rule.name.c_str(), test.id.c_str(), 0) == 0;
}

bool checks(const scenario::Case& test, const std::string& requirement) {
    return std::find(test.requires_ids.begin(), test.requires_ids.end(), requirement) != test.requires_ids.end();
}

/// The last rule about the case that says something of this kind.
template <class Member>
Member of_case(const Rules& rules, const scenario::Case& test, Member Rule::*member) {
    Member last;
    for (const auto& rule : rules)
        if (fits(rule, test) && rule.*member) last = rule.*member;
    return last;
}

void apply_levels(const Rubric& rubric, scenario::Protocol& protocol, scenario::Role& role) {
    for (auto& [party, requirements] : protocol.requirements)
        for (auto& requirement : requirements)
            for (const auto& rule : rubric.requirements)
                if (rule.level && rule.name == requirement.id) requirement.level = *rule.level;
    for (auto& test : role.cases) {
        const bool touched = std::any_of(rubric.requirements.begin(), rubric.requirements.end(),
                                         [&](const auto& rule) { return rule.level && checks(test, rule.name); });
        auto level = Level::must;
        for (const auto& id : test.requires_ids)
            if (const auto* requirement = protocol.requirement(id)) level = std::max(level, requirement->level);
        if (touched) test.level = level;
        if (const auto own = of_case(rubric.cases, test, &Rule::level)) test.level = *own;
    }
}

void apply_weights(const Rubric& rubric, scenario::Role& role) {
    const auto own_weight = [&](const auto& test) { return of_case(rubric.cases, test, &Rule::weight); };
    for (auto& test : role.cases) {
        if (const auto own = own_weight(test)) {
            test.points = *own;
            continue;
        }
        std::optional<double> share;
        for (const auto& rule : rubric.requirements) {
            if (!rule.weight || !checks(test, rule.name)) continue;
            const auto sharers = std::count_if(role.cases.begin(), role.cases.end(), [&](const auto& other) {
                return checks(other, rule.name) && !own_weight(other);
            });
            share = share.value_or(0) + *rule.weight / static_cast<double>(sharers);
        }
        for (const auto& rule : rubric.levels)
            if (!share && rule.name == to_string(test.level)) share = rule.weight;
        if (share) test.points = *share;
    }
}

} // namespace

Rubric parse_rubric(const std::string& text, const std::string& name) {
    Reader reader(name);
    const auto first = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    auto rubric = first != std::string::npos && text[first] == '<' ? reader.from_xml(text) : reader.from_json(text);
    reader.check(rubric);
    return rubric;
}

Rubric read_rubric(const std::filesystem::path& path) { return parse_rubric(read_file(path), path.string()); }

void apply(const Rubric& rubric, scenario::Protocol& protocol, scenario::Role& role) {
    std::vector<std::string> unknown;
    for (const auto& rule : rubric.cases)
        if (std::none_of(role.cases.begin(), role.cases.end(), [&](const auto& test) { return fits(rule, test); }))
            unknown.push_back(fmt::format("{} has no case '{}'", role.name(), rule.name));
    for (const auto& rule : rubric.requirements)
        if (std::none_of(role.cases.begin(), role.cases.end(),
                         [&](const auto& test) { return checks(test, rule.name); }))
            unknown.push_back(fmt::format("no case of {} checks a requirement '{}'", role.name(), rule.name));
    if (!unknown.empty()) throw std::runtime_error(fmt::format("rubric: {}", fmt::join(unknown, "; ")));
    apply_levels(rubric, protocol, role);
    apply_weights(rubric, role);
}

} // namespace counterpart::run
