// Plans: read back as they were written, refused when damaged, and held against each other.
#include "harness/run/record.hpp"
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/reports/temporary_directory.hpp"
#include <fstream>

using namespace counterpart;
using Catch::Matchers::Contains;

namespace {

run::Plan sample() {
    run::Plan plan;
    plan.version = "1.2";
    plan.role = "p/r";
    plan.scenario = "digest";
    plan.start_commands = {"python3 \"x\".py {port}"};
    plan.seed = 18446744073709551615u;
    plan.level = "should";
    plan.cases = {"one", "two"};
    plan.shard = {2, 3};
    plan.cohort = {{"alice", "1"}, {"bob\\x1b", "2"}};
    plan.records = {"r.json", "r.xml"};
    return plan;
}

} // namespace

TEST_CASE("a plan is read back as it was written") {
    const TemporaryDirectory folder;
    const auto path = folder.path / "r.plan.json";
    run::write_plan(sample(), path);
    const auto plan = run::read_plan(path);
    CHECK(run::differences_of_shards(plan, sample()).empty());
    CHECK(plan.shard == sample().shard);
    CHECK(plan.cohort == sample().cohort);
    CHECK(plan.records == sample().records);
}

TEST_CASE("what is no plan is refused with its path") {
    const TemporaryDirectory folder;
    const auto path = folder.path / "x.plan.json";
    for (const auto* text :
         {"", "{", "[]", "{\"schema\":\"counterpart-result/1\"}", "{\"schema\":\"counterpart-plan/1\"}",
          "{\"schema\":\"counterpart-plan/1\",\"version\":1}"}) {
        std::ofstream(path) << text;
        CHECK_THROWS_WITH(run::read_plan(path), Contains("x.plan.json"));
    }
}

TEST_CASE("plans that differ say in what") {
    const auto differing = [](auto change) {
        auto other = sample();
        change(other);
        return std::pair{run::differences(sample(), other), run::differences_of_shards(sample(), other)};
    };
    CHECK_THAT(differing([](auto& plan) { plan.role = "p/s"; }).first, Contains("role: 'p/r' there, 'p/s' here"));
    CHECK_THAT(differing([](auto& plan) { plan.version = "2"; }).first, Contains("version"));
    CHECK_THAT(differing([](auto& plan) { plan.scenario = "x"; }).first, Contains("scenario"));
    CHECK_THAT(differing([](auto& plan) { plan.seed = 1; }).first, Contains("seed"));
    CHECK_THAT(differing([](auto& plan) { plan.start_commands.clear(); }).first, Contains("--command"));
    // A run may be gone on with by another selection, rubric or cohort; shards of one run have the same.
    const auto only_shards = [&](auto change, const char* word) {
        const auto [resumed, merged] = differing(change);
        CHECK(resumed.empty());
        CHECK_THAT(merged, Contains(word));
    };
    only_shards([](auto& plan) { plan.level = "must"; }, "level");
    only_shards([](auto& plan) { plan.cases.pop_back(); }, "cases");
    only_shards([](auto& plan) { plan.rubric = "x"; }, "rubric");
    only_shards([](auto& plan) { plan.cohort[0].digest = "x"; }, "cohort");
    only_shards([](auto& plan) { plan.shard = {2, 4}; }, "3 shards there, 4 here");
    CHECK(differing([](auto& plan) { plan.shard = {1, 3}; }).second.empty());
}
