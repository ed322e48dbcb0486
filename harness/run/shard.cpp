#include "harness/run/shard.hpp"
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdexcept>

namespace counterpart::run {

namespace {

/// How an engine tells its jobs apart.
struct Engine {
    const char* name;
    const char* index;
    unsigned first;    ///< what the first job's index is
    const char* total; ///< null: it does not say
};

constexpr Engine engines[] = {
    {"GitLab", "CI_NODE_INDEX", 1, "CI_NODE_TOTAL"},
    {"CircleCI", "CIRCLE_NODE_INDEX", 0, "CIRCLE_NODE_TOTAL"},
    {"Buildkite", "BUILDKITE_PARALLEL_JOB", 0, "BUILDKITE_PARALLEL_JOB_COUNT"},
    {"AWS Batch", "AWS_BATCH_JOB_ARRAY_INDEX", 0, "AWS_BATCH_JOB_ARRAY_SIZE"},
    {"Bazel", "TEST_SHARD_INDEX", 0, "TEST_TOTAL_SHARDS"},
    {"Azure Pipelines", "SYSTEM_JOBPOSITIONINPHASE", 1, "SYSTEM_TOTALJOBSINPHASE"},
    {"Kubernetes", "JOB_COMPLETION_INDEX", 0, nullptr},
};

unsigned number(const std::string& text, const std::string& what) {
    unsigned value = 0;
    const auto [stop, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || stop != text.data() + text.size() || value > 1'000'000)
        throw std::runtime_error(fmt::format("{} is '{}', which is no number of a shard", what, text));
    return value;
}

unsigned variable(const Environment& environment, const char* name) {
    const char* text = environment(name);
    if (!text) throw std::runtime_error(fmt::format("the variable {} is not set; say --shard I/N", name));
    return number(text, name);
}

Shard checked(Shard shard, const std::string& source) {
    if (shard.index < 1 || shard.index > shard.count)
        throw std::runtime_error(
            fmt::format("{}: there is no shard {} of {}; the first is 1", source, shard.index, shard.count));
    return shard;
}

/// An array's ids may be any numbers; they can be counted through only when they lie at even distances.
Shard slurm_array(const Environment& environment) {
    const auto id = variable(environment, "SLURM_ARRAY_TASK_ID"),
               count = variable(environment, "SLURM_ARRAY_TASK_COUNT"),
               first = variable(environment, "SLURM_ARRAY_TASK_MIN"),
               last = variable(environment, "SLURM_ARRAY_TASK_MAX"),
               step = variable(environment, "SLURM_ARRAY_TASK_STEP");
    if (step == 0 || last < first || id < first || (last - first) / step + 1 != count || (id - first) % step != 0)
        throw std::runtime_error(fmt::format(
            "the Slurm array's ids ({} of them from {} to {}) are not at even distances, so that this job's place "
            "among them is not known; number them --array=1-{}, or say --shard I/N",
            count, first, last, count));
    return checked({(id - first) / step + 1, count}, "Slurm");
}

Shard of_engine(const Engine& engine, const Environment& environment, unsigned given_total) {
    const auto index = variable(environment, engine.index);
    if (!engine.total && given_total == 0)
        throw std::runtime_error(fmt::format("{} says which job this is ({}), but not how many there are: say "
                                             "--shard auto/N with the number of its completions",
                                             engine.name, engine.index));
    const auto total = engine.total ? variable(environment, engine.total) : given_total;
    if (index < engine.first) throw std::runtime_error(fmt::format("{} is {}", engine.index, index));
    return checked({index - engine.first + 1, total}, engine.name);
}

Shard automatic(const Environment& environment, unsigned given_total) {
    std::vector<std::string> found;
    std::optional<Shard> shard;
    for (const auto& engine : engines) {
        if (!environment(engine.index)) continue;
        // A job that is none of several may have its own number all the same.
        if (engine.total && !environment(engine.total)) continue;
        shard = of_engine(engine, environment, given_total);
        found.push_back(engine.name);
    }
    if (environment("SLURM_ARRAY_TASK_ID")) {
        shard = slurm_array(environment);
        found.push_back("a Slurm array");
    } else if (environment("SLURM_PROCID")) {
        shard = checked({variable(environment, "SLURM_PROCID") + 1, variable(environment, "SLURM_NTASKS")}, "Slurm");
        found.push_back("Slurm tasks");
    }
    if (found.size() > 1)
        throw std::runtime_error(
            fmt::format("several engines say which shard this is ({}); say --shard I/N", fmt::join(found, ", ")));
    if (!shard) {
        std::vector<std::string> names;
        for (const auto& engine : engines) names.push_back(engine.name);
        throw std::runtime_error(fmt::format("no engine says which shard this is (looked for the variables of {}, "
                                             "Slurm); say --shard I/N",
                                             fmt::join(names, ", ")));
    }
    if (given_total && shard->count != given_total)
        throw std::runtime_error(fmt::format("{} says that there are {} shards, --shard that there are {}", found[0],
                                             shard->count, given_total));
    return *shard;
}

} // namespace

Shard shard_of(const std::string& text, const Environment& environment) {
    const auto slash = text.find('/');
    const auto first = text.substr(0, slash);
    const auto total = slash == std::string::npos ? 0 : number(text.substr(slash + 1), "N of --shard");
    if (slash != std::string::npos && total == 0) throw std::runtime_error("--shard: there must be one shard at least");
    if (first == "auto") return automatic(environment, total);
    if (slash == std::string::npos)
        throw std::runtime_error(fmt::format("--shard is I/N, auto or auto/N; '{}' is none of these", text));
    return checked({number(first, "I of --shard"), total}, "--shard");
}

std::filesystem::path shard_path(const std::filesystem::path& path, const Shard& shard) {
    auto name = path.stem().string();
    name += fmt::format(".shard-{}-of-{}", shard.index, shard.count);
    return path.parent_path() / (name + path.extension().string());
}

} // namespace counterpart::run
