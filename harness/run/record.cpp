#include "harness/run/record.hpp"
#include "reports/atomic_file.hpp"
#include "reports/read_file.hpp"
#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::run {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

/// The number grows when a reader of the old one would misread the new.
constexpr std::string_view schema = "counterpart-plan/1";

json::array strings(const std::vector<std::string>& values) {
    json::array all;
    for (const auto& value : values) all.emplace_back(value);
    return all;
}

std::vector<std::string> strings_of(const json::value& value) {
    std::vector<std::string> all;
    for (const auto& one : value.as_array()) all.emplace_back(one.as_string());
    return all;
}

std::string string_of(const json::object& from, std::string_view key) { return std::string(from.at(key).as_string()); }

Plan plan_from(const json::object& root) {
    Plan plan;
    plan.version = string_of(root, "version");
    plan.role = string_of(root, "role");
    plan.scenario = string_of(root, "scenario");
    plan.start_commands = strings_of(root.at("commands"));
    const auto seed = string_of(root, "seed");
    std::from_chars(seed.data(), seed.data() + seed.size(), plan.seed);
    plan.level = string_of(root, "level");
    plan.cases = strings_of(root.at("cases"));
    plan.rubric = string_of(root, "rubric");
    plan.shard.index = root.at("shard").to_number<unsigned>();
    plan.shard.count = root.at("shards").to_number<unsigned>();
    for (const auto& one : root.at("cohort").as_array())
        plan.cohort.push_back({string_of(one.as_object(), "name"), string_of(one.as_object(), "digest")});
    plan.records = strings_of(root.at("records"));
    if (plan.shard.count < 1 || plan.shard.index < 1 || plan.shard.index > plan.shard.count)
        throw std::runtime_error("no such shard");
    return plan;
}

std::string differing(std::string_view what, const std::string& old, const std::string& now) {
    return old == now ? std::string() : fmt::format("{}: '{}' there, '{}' here; ", what, old, now);
}

std::string without_tail(std::string text) {
    if (text.ends_with("; ")) text.resize(text.size() - 2);
    return text;
}

} // namespace

fs::path plan_path(const fs::path& record) {
    auto path = record;
    return path.replace_extension("plan.json");
}

void write_plan(const Plan& plan, const fs::path& path) {
    json::array cohort;
    for (const auto& entry : plan.cohort)
        cohort.push_back(json::object{{"name", entry.name}, {"digest", entry.digest}});
    const json::object root{{"schema", schema},
                            {"version", plan.version},
                            {"role", plan.role},
                            {"scenario", plan.scenario},
                            {"commands", strings(plan.start_commands)},
                            {"seed", std::to_string(plan.seed)},
                            {"level", plan.level},
                            {"cases", strings(plan.cases)},
                            {"rubric", plan.rubric},
                            {"shard", plan.shard.index},
                            {"shards", plan.shard.count},
                            {"cohort", std::move(cohort)},
                            {"records", strings(plan.records)}};
    write_atomically(path, json::serialize(root) + "\n");
}

bool is_plan(const std::string& text) {
    json::error_code fault;
    const auto value = json::parse(text, fault);
    const auto* root = fault ? nullptr : value.if_object();
    const auto* name = root ? root->if_contains("schema") : nullptr;
    return name && name->is_string() && std::string_view(name->get_string()) == schema;
}

Plan read_plan(const fs::path& path) {
    const auto text = read_file(path);
    if (!is_plan(text)) throw std::runtime_error(fmt::format("{}: its schema is not \"{}\"", path.string(), schema));
    try {
        return plan_from(json::parse(text).as_object());
    } catch (const std::exception& misfit) {
        throw std::runtime_error(fmt::format("{}: no sound plan of a run: {}", path.string(), misfit.what()));
    }
}

std::string differences(const Plan& old, const Plan& now) {
    std::string all = differing("role", old.role, now.role) + differing("version", old.version, now.version);
    if (old.scenario != now.scenario) all += "the scenario files have changed; ";
    if (old.start_commands != now.start_commands)
        all += fmt::format("--command: {} there, {} here; ", old.start_commands, now.start_commands);
    all += differing("seed", std::to_string(old.seed), std::to_string(now.seed));
    return without_tail(all);
}

std::string differences_of_shards(const Plan& a, const Plan& b) {
    auto all = differences(a, b);
    if (!all.empty()) all += "; ";
    all += differing("level", a.level, b.level);
    if (a.cases != b.cases) all += "other cases were selected; ";
    if (a.rubric != b.rubric) all += "the rubric differs; ";
    if (a.shard.count != b.shard.count) all += fmt::format("{} shards there, {} here; ", a.shard.count, b.shard.count);
    if (a.cohort != b.cohort) all += "the cohort's submissions differ; ";
    return without_tail(all);
}

} // namespace counterpart::run
