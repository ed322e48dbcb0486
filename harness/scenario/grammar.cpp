#include "harness/scenario/grammar.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>
#include <set>
#include <stdexcept>

namespace counterpart::scenario {

extern const char* const built_in_schema; // generated from scenarios/scenario.xsd

namespace {

std::string documentation(pugi::xml_node node) {
    return node.child("xs:annotation").child("xs:documentation").text().get();
}

/// How many single-character edits lie between two words: for "did you mean".
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row[b.size()];
}

std::string suggestion(std::string_view found, const std::vector<std::string>& allowed) {
    const auto nearest = std::min_element(allowed.begin(), allowed.end(), [&](const auto& a, const auto& b) {
        return distance(found, a) < distance(found, b);
    });
    if (nearest == allowed.end() || distance(found, *nearest) > 2) return {};
    return fmt::format(" (did you mean '{}'?)", *nearest);
}

bool has_text(pugi::xml_node node) {
    for (const auto child : node)
        if ((child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) &&
            std::string_view(child.value()).find_first_not_of(" \t\r\n") != std::string_view::npos)
            return true;
    return false;
}

} // namespace

const Grammar& Grammar::built_in() {
    static const Grammar grammar{built_in_schema};
    return grammar;
}

Grammar::Grammar(std::string_view schema_text) {
    pugi::xml_document document;
    if (const auto read = document.load_buffer(schema_text.data(), schema_text.size()); !read)
        throw std::logic_error(fmt::format("the built-in schema is broken: {}", read.description()));
    const auto schema = document.child("xs:schema");
    for (const auto node : schema.children("xs:simpleType")) {
        Type type{documentation(node), {}, {}};
        const auto restriction = node.child("xs:restriction");
        type.pattern = restriction.child("xs:pattern").attribute("value").value();
        for (const auto value : restriction.children("xs:enumeration"))
            type.values.emplace_back(value.attribute("value").value());
        types_.emplace(node.attribute("name").value(), std::move(type));
    }
    for (const auto node : schema.children("xs:element")) {
        Element element;
        element.name = node.attribute("name").value();
        element.about = documentation(node);
        element.phrase = node.child("xs:annotation").child("xs:appinfo").text().get();
        const auto type = node.child("xs:complexType");
        element.text = type.attribute("mixed").as_bool();
        element.ordered = !type.child("xs:sequence").empty();
        read_children(element.ordered ? type.child("xs:sequence") : type.child("xs:choice"), element, schema);
        const auto add = [&](pugi::xml_node owner) {
            for (const auto a : owner.children("xs:attribute"))
                element.attributes.push_back({a.attribute("name").value(), a.attribute("type").value(),
                                              documentation(a),
                                              std::string_view(a.attribute("use").value()) == "required"});
        };
        add(type);
        for (const auto group : type.children("xs:attributeGroup"))
            add(schema.find_child_by_attribute("xs:attributeGroup", "name", group.attribute("ref").value()));
        elements_.emplace(element.name, std::move(element));
    }
}

void Grammar::read_children(pugi::xml_node container, Element& element, pugi::xml_node schema) {
    int place = 0;
    for (const auto node : container.children()) {
        const std::string_view kind = node.name();
        const bool many = std::string_view(node.attribute("maxOccurs").value()) == "unbounded";
        const bool optional = std::string_view(node.attribute("minOccurs").value()) == "0";
        if (kind == "xs:element") {
            element.children.push_back(
                {node.attribute("ref").value(), element.ordered && !optional, element.ordered && !many, place++});
        } else if (kind == "xs:group") {
            const auto group = schema.find_child_by_attribute("xs:group", "name", node.attribute("ref").value());
            for (const auto step : group.child("xs:choice").children("xs:element"))
                element.children.push_back({step.attribute("ref").value(), false, false, place});
            ++place;
        }
    }
}

const Grammar::Element* Grammar::element(std::string_view name) const {
    const auto found = elements_.find(name);
    return found == elements_.end() ? nullptr : &found->second;
}

std::string Grammar::type_of(std::string_view element_name, std::string_view attribute) const {
    if (const auto* found = element(element_name))
        for (const auto& a : found->attributes)
            if (a.name == attribute) return a.type;
    return {};
}

void Grammar::check(pugi::xml_node root, const std::vector<std::string>& roots, const Complain& complain) const {
    if (std::find(roots.begin(), roots.end(), root.name()) == roots.end()) {
        complain(root,
                 fmt::format("the file begins with <{}>; allowed here: <{}>", root.name(), fmt::join(roots, ">, <")));
        return;
    }
    check_element(root, complain);
}

void Grammar::check_element(pugi::xml_node node, const Complain& complain) const {
    const auto& rule = elements_.at(node.name());
    check_attributes(node, rule, complain);
    check_children(node, rule, complain);
    if (!rule.text && has_text(node)) complain(node, fmt::format("<{}> holds no text of its own", rule.name));
}

void Grammar::check_attributes(pugi::xml_node node, const Element& rule, const Complain& complain) const {
    std::vector<std::string> names;
    for (const auto& a : rule.attributes) names.push_back(a.name);
    std::set<std::string> seen;
    for (const auto attribute : node.attributes()) {
        const std::string name = attribute.name();
        if (!seen.insert(name).second)
            complain(node, fmt::format("<{}> has the attribute '{}' twice", rule.name, name));
        if (name.starts_with("xmlns") || name.starts_with("xsi:")) continue;
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) {
            complain(node,
                     fmt::format("<{}> has no attribute '{}'{}; allowed: {}", rule.name, name, suggestion(name, names),
                                 names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
            continue;
        }
        const auto& type = types_.at(rule.attributes[static_cast<std::size_t>(found - names.begin())].type);
        const std::string value = attribute.value();
        if (!type.values.empty() && std::find(type.values.begin(), type.values.end(), value) == type.values.end())
            complain(node, fmt::format("<{} {}=\"{}\">: allowed: {}{}", rule.name, name, value,
                                       fmt::join(type.values, ", "), suggestion(value, type.values)));
        if (!type.pattern.empty() && !RE2::FullMatch(value, type.pattern))
            complain(node, fmt::format("<{} {}=\"{}\">: allowed: {}", rule.name, name, value, type.about));
    }
    for (const auto& a : rule.attributes)
        if (a.required && !node.attribute(a.name.c_str()))
            complain(node, fmt::format("<{}> needs the attribute '{}': {}", rule.name, a.name, a.about));
}

void Grammar::check_children(pugi::xml_node node, const Element& rule, const Complain& complain) const {
    std::vector<std::string> names;
    for (const auto& child : rule.children) names.push_back(child.name);
    std::map<std::string, int> seen;
    int place = 0;
    for (const auto child : node.children()) {
        if (child.type() != pugi::node_element) continue;
        const std::string name = child.name();
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) {
            complain(child,
                     fmt::format("<{}> cannot stand in <{}>{}; allowed: {}", name, rule.name, suggestion(name, names),
                                 names.empty() ? "nothing" : fmt::format("{}", fmt::join(names, ", "))));
            if (elements_.contains(name)) check_element(child, complain);
            continue;
        }
        const auto& expected = rule.children[static_cast<std::size_t>(found - names.begin())];
        if (expected.once && ++seen[name] == 2) complain(child, fmt::format("a second <{}> in <{}>", name, rule.name));
        if (rule.ordered && expected.place < place)
            complain(child, fmt::format("<{}> comes too late in <{}>; the order is {}", name, rule.name,
                                        fmt::join(names, ", ")));
        place = std::max(place, expected.place);
        check_element(child, complain);
    }
    for (const auto& child : rule.children)
        if (child.required && node.child(child.name.c_str()).empty())
            complain(node, fmt::format("<{}> needs a <{}>: {}", rule.name, child.name, elements_.at(child.name).about));
}

} // namespace counterpart::scenario
