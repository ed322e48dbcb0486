// The schema that is built in: what the checks and `explain` need of it.
#include "harness/scenario/grammar.hpp"

#include "tests/unit/reports/catch.hpp"

#include <set>

using namespace counterpart::scenario;

namespace {

/// Every element that can be reached from a file's root.
std::set<std::string> all_elements() {
    std::set<std::string> found{"protocol", "role"};
    for (std::vector<std::string> todo(found.begin(), found.end()); !todo.empty();) {
        const auto* element = Grammar::built_in().element(todo.back());
        todo.pop_back();
        REQUIRE(element);
        for (const auto& child : element->children)
            if (found.insert(child.name).second) todo.push_back(child.name);
    }
    return found;
}

} // namespace

TEST_CASE("grammar: every element is explained, and its attributes too") {
    for (const auto& name : all_elements()) {
        INFO(name);
        const auto& element = *Grammar::built_in().element(name);
        CHECK_FALSE(element.about.empty());
        std::set<std::string> attributes;
        for (const auto& attribute : element.attributes) {
            INFO(attribute.name);
            CHECK_FALSE(attribute.about.empty());
            CHECK_FALSE(attribute.type.empty());
            CHECK(attributes.insert(attribute.name).second);
        }
    }
}

TEST_CASE("grammar: every step has a phrase that names its own attributes only") {
    for (const auto& child : Grammar::built_in().element("stage")->children) {
        INFO(child.name);
        const auto& step = *Grammar::built_in().element(child.name);
        if (child.name == "include") continue; // stands for others
        CHECK_FALSE(step.phrase.empty());
        for (std::size_t at = 0; (at = step.phrase.find('{', at)) != std::string::npos; ++at) {
            const auto name = step.phrase.substr(at + 1, step.phrase.find('}', at) - at - 1);
            INFO(name);
            CHECK((name == "text" ? step.text : !Grammar::built_in().type_of(child.name, name).empty()));
        }
    }
}

TEST_CASE("grammar: types of attributes") {
    struct Row {
        const char *element, *attribute, *type;
    };
    const auto row = GENERATE(values<Row>({
        {"connect", "as", "new-channel"},
        {"connect", "port", "template"},
        {"connect", "within", "duration"}, // of the group that every judged step has
        {"send", "on", "channel"},
        {"receive", "matches", "expression"},
        {"receive", "capture", "value-name"},
        {"stage", "requirement", "requirement"},
        {"case", "level", "level"},
        {"connect", "nothing", ""},
        {"nothing", "port", ""},
        {"", "", ""},
    }));
    DYNAMIC_SECTION("<" << row.element << " " << row.attribute << ">") {
        CHECK(Grammar::built_in().type_of(row.element, row.attribute) == row.type);
    }
}

TEST_CASE("grammar: elements") {
    const auto& grammar = Grammar::built_in();
    CHECK_FALSE(grammar.element("nothing"));
    CHECK_FALSE(grammar.element(""));
    CHECK(grammar.element("role")->ordered);
    CHECK_FALSE(grammar.element("case")->ordered);
    CHECK(grammar.element("send")->text);
    CHECK_FALSE(grammar.element("connect")->text);
    const auto& about = grammar.element("role")->children.at(0);
    CHECK(about.name == "about");
    CHECK(about.required);
    CHECK(about.once);
    const auto& parameter = grammar.element("role")->children.at(1);
    CHECK(parameter.name == "parameter");
    CHECK_FALSE(parameter.required);
    CHECK_FALSE(parameter.once);
}

TEST_CASE("grammar: a document is checked from its root on") {
    pugi::xml_document document;
    REQUIRE(document.load_string("<case id='1'/>"));
    std::vector<std::string> said;
    const auto complain = [&](pugi::xml_node node, const std::string& what) {
        said.push_back(std::string(node.name()) + ": " + what);
    };
    Grammar::built_in().check(document.document_element(), {"role", "protocol"}, complain);
    CHECK(said == std::vector<std::string>{"case: the file begins with <case>; allowed here: <role>, <protocol>"});
    said.clear();
    Grammar::built_in().check(document.document_element(), {"case"}, complain);
    CHECK(said.size() == 3); // the id's form, and two attributes that are missing
}
