// Rubrics: what each rule changes, which goes before which, and every mistake named.
#include "harness/run/rubric.hpp"
#include "tests/unit/reports/catch.hpp"

using namespace counterpart;
using Catch::Matchers::Contains;

namespace {

scenario::Case test_case(const std::string& id, std::vector<std::string> requirements, double points = 1) {
    scenario::Case test;
    test.id = id;
    test.requires_ids = std::move(requirements);
    test.points = points;
    return test;
}

struct Scenario {
    scenario::Protocol protocol;
    scenario::Role role;

    Scenario() {
        protocol.requirements["r"] = {{"R-1", Level::must, 1, ""}, {"R-2", Level::should, 1, ""}};
        role.protocol = "p";
        role.id = "r";
        role.cases = {test_case("one", {"R-1"}, 2), test_case("two", {"R-1", "R-2"}), test_case("three", {"R-2"})};
        role.cases[1].level = role.cases[2].level = Level::should;
    }
    std::vector<double> points() const { return {role.cases[0].points, role.cases[1].points, role.cases[2].points}; }
    std::vector<Level> levels() const { return {role.cases[0].level, role.cases[1].level, role.cases[2].level}; }
};

Scenario after(const std::string& text) {
    Scenario changed;
    run::apply(run::parse_rubric(text, "rubric"), changed.protocol, changed.role);
    return changed;
}

using Points = std::vector<double>;
using Levels = std::vector<Level>;

} // namespace

TEST_CASE("weights: a case's own, its share of requirements, its level's, the scenario's") {
    struct Row {
        const char* name;
        const char* text;
        Points points;
    };
    const auto row = GENERATE(values<Row>({
        {"nothing", "{}", {2, 1, 1}},
        {"a case", R"({"cases": {"one": 5}})", {5, 1, 1}},
        {"a glob", R"({"cases": {"t*": 0.5}})", {2, 0.5, 0.5}},
        {"the last that fits", R"({"cases": {"*": 3, "two": 4}})", {3, 4, 3}},
        {"a requirement is shared", R"({"requirements": {"R-1": 6}})", {3, 3, 1}},
        {"shares add up", R"({"requirements": {"R-1": 6, "R-2": 2}})", {3, 4, 1}},
        {"who has a weight takes no share", R"({"cases": {"one": 1}, "requirements": {"R-1": 6}})", {1, 6, 1}},
        {"a level", R"({"levels": {"should": 0.25}})", {2, 0.25, 0.25}},
        {"a requirement goes before a level", R"({"requirements": {"R-1": 6}, "levels": {"should": 9}})", {3, 3, 9}},
        {"worth nothing", R"({"cases": {"*": 0}})", {0, 0, 0}},
        {"xml", R"(<rubric><case id="one" weight="5"/><requirement id="R-2" weight="4"/></rubric>)", {5, 2, 2}},
        {"xml level", R"(<?xml version="1.0"?><rubric><level name="must" weight="7"/></rubric>)", {7, 1, 1}},
    }));
    DYNAMIC_SECTION(row.name) { CHECK(after(row.text).points() == row.points); }
}

TEST_CASE("levels: a requirement's reaches the cases that check it, a case's own goes before") {
    const auto must = Level::must, should = Level::should, hardening = Level::hardening;
    CHECK(after("{}").levels() == Levels{must, should, should});
    const auto raised = after(R"({"requirements": {"R-2": {"level": "must"}}})");
    CHECK(raised.levels() == Levels{must, must, must});
    CHECK(raised.protocol.requirement("R-2")->level == must);
    CHECK(raised.points() == Points{2, 1, 1});
    CHECK(after(R"({"requirements": {"R-1": {"level": "hardening"}}})").levels() ==
          Levels{hardening, hardening, should});
    CHECK(after(R"(<rubric><case id="t*" level="hardening"/></rubric>)").levels() ==
          Levels{must, hardening, hardening});
}

TEST_CASE("mistakes are named, all of them at once") {
    struct Row {
        const char* text;
        std::vector<std::string> words;
    };
    const auto row = GENERATE(values<Row>({
        {"", {"not JSON"}},
        {"[]", {"not an object"}},
        {R"({"cases": 1, "weights": {}})", {"\"cases\" must be an object", "\"weights\" is unknown"}},
        {R"({"cases": {"one": "3", "two": {"level": "may"}, "three": {}}})",
         {"'one'", "'may'", "'three' is given neither"}},
        {R"({"cases": {"one": -1, "two": 1e9}})", {"'one'", "'two'"}},
        {R"({"levels": {"may": 1, "must": {"level": "should"}}})", {"'may' is no level", "'must'"}},
        {"<rubrik/>", {"<rubrik>"}},
        {"<rubric><case id='one' weight='x'/><case weight='1'/><foo/></rubric>", {"'one'", "no id", "<foo>"}},
        {R"({"cases": {"four": 1}, "requirements": {"R-9": 1}})", {"'four'", "'R-9'"}},
    }));
    DYNAMIC_SECTION(row.text) {
        std::string said;
        try {
            after(row.text);
        } catch (const std::runtime_error& error) { said = error.what(); }
        for (const auto& word : row.words) CHECK_THAT(said, Contains(word));
    }
}
