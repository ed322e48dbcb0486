/// The plan of a run: what it was to judge. It stands in a file of its own beside the record of what was found
/// (results.plan.json beside results.json), so that the run can be gone on with and put together with others.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace counterpart::run {

/// Which part of the cohort: every `count`-th submission, beginning with number `index`, from 1.
struct Shard {
    unsigned index = 1, count = 1;
    bool operator==(const Shard&) const = default;
};

struct Plan {
    std::string version;                     ///< of Counterpart
    std::string role;                        ///< "key-server/client"
    std::string scenario;                    ///< digest of the protocol's and the role's files
    std::vector<std::string> start_commands; ///< --command
    std::uint64_t seed = 0;
    std::string level;
    std::vector<std::string> cases; ///< those selected
    std::string rubric;             ///< digest; empty without one
    Shard shard;
    /// A submission of the cohort, also of other shards.
    struct Entry {
        std::string name; ///< harmless, as it stands in the record
        std::string digest;
        bool operator==(const Entry&) const = default;
    };
    std::vector<Entry> cohort;
    std::vector<std::string> records; ///< file names of the records that this plan stands beside
};

/// "results.plan.json" of "results.json", in the same folder.
std::filesystem::path plan_path(const std::filesystem::path& record);

/// Throws std::runtime_error with path and reason.
void write_plan(const Plan&, const std::filesystem::path& path);
/// Throws std::runtime_error with path and reason, also when it is no plan.
Plan read_plan(const std::filesystem::path& path);
/// Whether the text of a file is a plan's.
bool is_plan(const std::string& text);

/// Why the verdicts of one run cannot stand beside the other's: "scenario: …"; empty when they can. What decides: role,
/// version, scenario files, seed and --command.
std::string differences(const Plan& old, const Plan& now);

/// Why two are no shards of one run: further the selection, the rubric and the cohort; empty when they are.
std::string differences_of_shards(const Plan& a, const Plan& b);

} // namespace counterpart::run
