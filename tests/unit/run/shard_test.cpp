// Shards: as they are written, as engines tell of them, and what each is called.
#include "harness/run/shard.hpp"
#include "tests/unit/reports/catch.hpp"
#include <map>

using namespace counterpart;
using run::Shard;

namespace {

using Variables = std::map<std::string, std::string>;

Shard told(const std::string& text, const Variables& variables = {}) {
    return run::shard_of(text, [&](const char* name) -> const char* {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    });
}

Variables slurm_array(const char* id, const char* count, const char* first, const char* last, const char* step) {
    return {{"SLURM_ARRAY_TASK_ID", id},
            {"SLURM_ARRAY_TASK_COUNT", count},
            {"SLURM_ARRAY_TASK_MIN", first},
            {"SLURM_ARRAY_TASK_MAX", last},
            {"SLURM_ARRAY_TASK_STEP", step}};
}

} // namespace

TEST_CASE("a shard as it is written") {
    CHECK(told("1/1") == Shard{1, 1});
    CHECK(told("3/8") == Shard{3, 8});
    for (const auto* text :
         {"", "3", "0/2", "3/2", "1/0", "/", "1/", "/2", "a/b", "-1/2", "1/-2", "1.5/2", "1/2/3", "auto/0"})
        CHECK_THROWS_AS(told(text), std::runtime_error);
}

TEST_CASE("engines count from 0 or from 1") {
    CHECK(told("auto", {{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "4"}}) == Shard{1, 4});
    CHECK(told("auto", {{"CIRCLE_NODE_INDEX", "0"}, {"CIRCLE_NODE_TOTAL", "4"}}) == Shard{1, 4});
    CHECK(told("auto", {{"BUILDKITE_PARALLEL_JOB", "3"}, {"BUILDKITE_PARALLEL_JOB_COUNT", "4"}}) == Shard{4, 4});
    CHECK(told("auto", {{"AWS_BATCH_JOB_ARRAY_INDEX", "2"}, {"AWS_BATCH_JOB_ARRAY_SIZE", "4"}}) == Shard{3, 4});
    CHECK(told("auto", {{"TEST_SHARD_INDEX", "2"}, {"TEST_TOTAL_SHARDS", "4"}}) == Shard{3, 4});
    CHECK(told("auto", {{"SYSTEM_JOBPOSITIONINPHASE", "2"}, {"SYSTEM_TOTALJOBSINPHASE", "4"}}) == Shard{2, 4});
    CHECK(told("auto", {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "2"}}) == Shard{1, 2});
    CHECK(told("auto/5", {{"JOB_COMPLETION_INDEX", "4"}}) == Shard{5, 5});
}

TEST_CASE("a Slurm array is counted through where its ids lie at even distances") {
    CHECK(told("auto", slurm_array("1", "4", "1", "4", "1")) == Shard{1, 4});
    CHECK(told("auto", slurm_array("6", "4", "0", "6", "2")) == Shard{4, 4});
    CHECK(told("auto", slurm_array("1000", "1", "1000", "1000", "1")) == Shard{1, 1});
    CHECK_THROWS_AS(told("auto", slurm_array("5", "3", "2", "9", "1")), std::runtime_error);
    CHECK_THROWS_AS(told("auto", slurm_array("5", "3", "2", "9", "0")), std::runtime_error);
    // The batch script of an array is a task as well; that it is the only one says nothing.
    auto both = slurm_array("2", "4", "1", "4", "1");
    both.insert({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "1"}});
    CHECK(told("auto", both) == Shard{2, 4});
}

TEST_CASE("what an engine does not say clearly is refused") {
    for (const auto& variables : std::vector<Variables>{
             {},
             {{"CI_NODE_TOTAL", "1"}},
             {{"JOB_COMPLETION_INDEX", "0"}},
             {{"CI_NODE_INDEX", "0"}, {"CI_NODE_TOTAL", "2"}},
             {{"CIRCLE_NODE_INDEX", "2"}, {"CIRCLE_NODE_TOTAL", "2"}},
             {{"CIRCLE_NODE_INDEX", "x"}, {"CIRCLE_NODE_TOTAL", "2"}},
             {{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "2"}, {"TEST_SHARD_INDEX", "0"}, {"TEST_TOTAL_SHARDS", "2"}},
         })
        CHECK_THROWS_AS(told("auto", variables), std::runtime_error);
    CHECK_THROWS_AS(told("auto/3", {{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "2"}}), std::runtime_error);
}

TEST_CASE("a shard's files bear its name") {
    CHECK(run::shard_path("out/results.json", {3, 8}) == "out/results.shard-3-of-8.json");
    CHECK(run::shard_path("pages", {1, 2}) == "pages.shard-1-of-2");
    CHECK(run::plan_path(run::shard_path("r.json", {1, 2})) == "r.shard-1-of-2.plan.json");
    CHECK(run::plan_path("r.shard-1-of-2.xml") == "r.shard-1-of-2.plan.json");
}
