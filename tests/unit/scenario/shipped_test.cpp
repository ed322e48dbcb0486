// The scenarios that are shipped load without a complaint.
#include "harness/scenario/load.hpp"

#include "tests/unit/reports/catch.hpp"

using namespace counterpart::scenario;
namespace fs = std::filesystem;

TEST_CASE("shipped: every folder of scenarios loads without complaint") {
    std::size_t folders = 0;
    for (const auto& entry : fs::directory_iterator(COUNTERPART_SCENARIOS)) {
        if (!entry.is_directory()) continue;
        ++folders;
        DYNAMIC_SECTION(entry.path().filename().string()) {
            const auto loaded = load_suite(entry.path());
            if (!loaded)
                for (const auto& complaint : loaded.error()) FAIL_CHECK(to_string(complaint));
            else
                CHECK_FALSE(loaded->roles.empty());
        }
    }
    CHECK(folders > 0);
}

TEST_CASE("shipped: all of them together") {
    const auto loaded = load_scenarios(COUNTERPART_SCENARIOS);
    REQUIRE(loaded.has_value());
    for (const auto& suite : *loaded)
        for (const auto& role : suite.roles) {
            INFO(role.name());
            CHECK(role.protocol == suite.protocol.id);
            CHECK_FALSE(role.cases.empty());
            for (const auto& test : role.cases) {
                INFO(test.id);
                CHECK_FALSE(test.stages.empty());
                CHECK_FALSE(test.requires_ids.empty());
            }
        }
}
