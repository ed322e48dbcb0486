// counterpart report: puts recorded results together, and renders them again.
#include "harness/command/grade_screen.hpp"
#include "harness/command/judge.hpp"
#include "harness/run/record.hpp"
#include "reports/file_report.hpp"
#include "reports/junit_read.hpp"
#include "reports/read_file.hpp"
#include "reports/read_record.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>
#include <set>

namespace counterpart::command {
namespace {

namespace fs = std::filesystem;

/// A record, and the plan of the run that wrote it where that stands beside.
struct Source {
    fs::path path;
    RunResult results;
    fs::path plan_file;
    std::optional<run::Plan> plan;
};

void add_plan(Source& source) {
    const auto path = run::plan_path(source.path);
    if (!fs::is_regular_file(path)) return;
    auto plan = run::read_plan(path);
    const auto& names = plan.records;
    if (std::find(names.begin(), names.end(), source.path.filename().string()) == names.end()) return;
    source.plan_file = fs::canonical(path);
    source.plan = std::move(plan);
}

/// The records in a folder, by the plans that stand beside them.
std::vector<fs::path> records_in(const fs::path& folder) {
    std::vector<fs::path> records;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.path().filename().string().ends_with(".plan.json")) continue;
        for (const auto& name : run::read_plan(entry.path()).records)
            records.push_back(folder / fs::path(name).filename());
    }
    std::sort(records.begin(), records.end());
    if (records.empty())
        throw UsageError(
            fmt::format("{}: there is neither a TEST-*.xml nor a record with its plan in it", folder.string()));
    return records;
}

bool holds_junit(const fs::path& folder) {
    return std::any_of(fs::directory_iterator(folder), fs::directory_iterator(), [](const auto& entry) {
        const auto name = entry.path().filename().string();
        return name.starts_with("TEST-") && name.ends_with(".xml");
    });
}

void read_into(std::vector<Source>& sources, const fs::path& path) {
    if (fs::is_directory(path) && !holds_junit(path)) {
        for (const auto& record : records_in(path)) read_into(sources, record);
        return;
    }
    Source source;
    source.path = path;
    if (fs::is_directory(path)) {
        source.results = read_junit(path);
    } else {
        const auto text = read_file(path);
        if (run::is_plan(text)) return; // "*.json" names it too; it is read with its record
        source.results = parse_record(text, path.string());
        add_plan(source);
    }
    // The same run's record in another format says nothing new.
    const bool twice = source.plan && std::any_of(sources.begin(), sources.end(), [&](const auto& other) {
                           return other.plan_file == source.plan_file;
                       });
    if (!twice) sources.push_back(std::move(source));
}

std::vector<Source> sources_of(const ReportOptions& options) {
    std::vector<Source> sources;
    try {
        // Of two formats JSON keeps more.
        auto files = options.files;
        std::stable_partition(files.begin(), files.end(), [](const auto& file) { return file.extension() == ".json"; });
        for (const auto& file : files) read_into(sources, file);
    } catch (const std::exception& error) { throw UsageError(error.what()); }
    if (sources.empty()) throw UsageError("these are plans; name the records that stand beside them");
    // The last that was named counts: back to the order of the command line.
    std::vector<fs::path> order = options.files;
    const auto place = [&](const Source& source) { return std::find(order.begin(), order.end(), source.path); };
    std::stable_sort(sources.begin(), sources.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    return sources;
}

/// Refuses what can be no part of one run; says what is missing, a line each.
std::vector<std::string> check_shards(const std::vector<Source>& sources) {
    const Source* first = nullptr;
    std::map<unsigned, fs::path> seen;
    for (const auto& source : sources) {
        if (!source.plan || source.plan->shard.count < 2) continue;
        if (!first) first = &source;
        if (const auto why = run::differences_of_shards(*first->plan, *source.plan); !why.empty())
            throw UsageError(
                fmt::format("{} and {} are no shards of one run: {}", first->path.string(), source.path.string(), why));
        const auto [other, unheard] = seen.emplace(source.plan->shard.index, source.path);
        if (!unheard)
            throw UsageError(fmt::format("shard {} of {} is there twice: {} and {}", source.plan->shard.index,
                                         source.plan->shard.count, other->second.string(), source.path.string()));
    }
    std::vector<std::string> missing;
    for (unsigned index = 1; first && index <= first->plan->shard.count; ++index)
        if (!seen.contains(index))
            missing.push_back(fmt::format("shard {} of {} is missing", index, first->plan->shard.count));
    return missing;
}

/// What a record should hold by its plan and does not; throws when the two do not belong together.
void check_plan(const Source& source, std::vector<std::string>& missing) {
    const auto& plan = *source.plan;
    std::map<std::string, const SubmissionResult*> found;
    for (const auto& result : source.results.submissions) {
        if (result.seed != plan.seed || result.protocol + "/" + result.role != plan.role)
            throw UsageError(fmt::format("{} and {} do not belong together: {} was judged as {}/{} with seed {}",
                                         source.path.string(), source.plan_file.filename().string(), result.name,
                                         result.protocol, result.role, result.seed));
        found[result.name] = &result;
    }
    std::vector<std::string> absent;
    for (std::size_t i = plan.shard.index - 1; i < plan.cohort.size(); i += plan.shard.count) {
        const auto result = found.find(plan.cohort[i].name);
        if (result == found.end() || !result->second->complete) absent.push_back(plan.cohort[i].name);
    }
    if (absent.empty()) return;
    const auto number = absent.size();
    if (number > 5) absent.resize(5);
    missing.push_back(fmt::format("{}: {} {} not judged whole: {}{}", source.path.string(), number,
                                  number == 1 ? "submission was" : "submissions were", fmt::join(absent, ", "),
                                  number > 5 ? ", …" : ""));
}

/// Puts a later result over an earlier one, case by case.
void lay_over(SubmissionResult& result, const SubmissionResult& later) {
    auto cases = std::move(result.cases);
    for (const auto& played : later.cases) {
        const auto same = [&](const CaseResult& other) { return other.id == played.id; };
        const auto found = std::find_if(cases.begin(), cases.end(), same);
        if (found == cases.end())
            cases.push_back(played);
        else
            *found = played;
    }
    const bool complete = result.complete || later.complete;
    result = later;
    result.cases = std::move(cases);
    result.complete = complete;
}

RunResult merged(const std::vector<Source>& sources) {
    std::map<SubmissionKey, SubmissionResult> all;
    RunResult merged;
    std::set<std::string> versions;
    for (const auto& source : sources) {
        merged.version = source.results.version;
        versions.insert(source.results.version);
        for (const auto& result : source.results.submissions) {
            const auto [place, fresh] = all.emplace(key_of(result), result);
            if (!fresh) lay_over(place->second, result);
        }
    }
    if (versions.size() > 1)
        complain(fmt::format("these were judged by several versions of Counterpart: {}", fmt::join(versions, ", ")));
    for (auto& [key, result] : all) merged.submissions.push_back(std::move(result));
    return merged;
}

} // namespace

int report(const ReportOptions& options) {
    const auto sources = sources_of(options);
    auto missing = check_shards(sources);
    for (const auto& source : sources)
        if (source.plan) check_plan(source, missing);
    const auto results = merged(sources);
    GradeScreen screen(options.color, prints_report(options.reports));
    screen.expect(results.submissions.size(), 0);
    for (const auto& written : open_reports(options.reports, options.gradebook)) write_report(*written, results);
    auto status = exit_passed;
    for (const auto& result : results.submissions) {
        screen.submission_finished(result, false);
        status = graver(status, status_of(result));
        if (!result.complete) status = exit_trouble;
    }
    screen.summarise();
    for (const auto& what : missing) complain(what);
    if (results.submissions.empty() && missing.empty()) {
        complain("there is no result in these files");
        return exit_nothing;
    }
    return missing.empty() ? status : exit_trouble;
}

} // namespace counterpart::command
