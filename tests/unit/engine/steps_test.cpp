// Every step that the language has can be played.
#include "harness/engine/play.hpp"
#include "harness/scenario/grammar.hpp"

#include "tests/unit/reports/catch.hpp"

#include <set>

using namespace counterpart;

TEST_CASE("steps: the schema's and the engine's are the same") {
    const std::set<std::string> not_played{"include"}; // the loader puts a fragment's steps there
    for (const auto& child : scenario::Grammar::built_in().element("stage")->children) {
        INFO(child.name);
        CHECK((engine::step_player(child.name) != nullptr) == !not_played.contains(child.name));
    }
    for (const auto* name : {"", "nothing", "stage", "case", "slip", "Start", "start "}) {
        INFO(name);
        CHECK(engine::step_player(name) == nullptr);
    }
}
