// From a JSON document back to results. Members that are missing keep their defaults, so that a reader of this
// version takes what an older one wrote.
#include "reports/json_read.hpp"

#include "reports/harmless.hpp"
#include "reports/json_schema.hpp"
#include "reports/read_file.hpp"
#include "reports/words.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>
#include <stdexcept>

namespace counterpart {

namespace json = boost::json;

namespace {

std::string string_of(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    return value ? std::string(value->as_string()) : std::string();
}

Seconds time_of(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    return value ? Seconds(std::chrono::microseconds(value->to_number<std::int64_t>())) : Seconds{};
}

template <class Number>
Number number_of(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    return value ? value->to_number<Number>() : Number{};
}

std::vector<std::string> strings_of(const json::object& from, std::string_view key) {
    std::vector<std::string> strings;
    const auto* values = from.if_contains(key);
    if (!values) return strings;
    for (const auto& value : values->as_array()) strings.emplace_back(value.as_string());
    return strings;
}

/// What `read` makes of each object in the array at `key`.
template <class Read>
auto list_of(const json::object& from, std::string_view key, Read read) {
    std::vector<decltype(read(from))> list;
    const auto* values = from.if_contains(key);
    if (!values) return list;
    for (const auto& value : values->as_array()) list.push_back(read(value.as_object()));
    return list;
}

Captured read_stream(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    if (!value) return {};
    const auto& stream = value->as_object();
    return {string_of(stream, "head"), string_of(stream, "tail"), number_of<std::uint64_t>(stream, "omitted")};
}

Event read_event(const json::object& from) {
    Event event;
    event.at = time_of(from, "at_us");
    event.stage = number_of<int>(from, "stage");
    event.direction = direction_from(string_of(from, "direction"));
    event.channel = string_of(from, "channel");
    event.what = string_of(from, "what");
    event.bytes = number_of<std::uint64_t>(from, "bytes");
    event.data = unescaped(string_of(from, "data"));
    return event;
}

Failure read_failure(const json::object& from) {
    Failure failure;
    failure.type = failure_type_from(string_of(from, "type"));
    failure.summary = string_of(from, "summary");
    failure.requirement = string_of(from, "requirement");
    failure.level = level_from(string_of(from, "level"));
    failure.sentence = string_of(from, "sentence");
    failure.expected = string_of(from, "expected");
    failure.got = string_of(from, "got");
    failure.slip = string_of(from, "slip");
    failure.text = string_of(from, "text");
    return failure;
}

StageResult read_stage(const json::object& from) {
    StageResult stage;
    stage.number = number_of<int>(from, "number");
    stage.title = string_of(from, "title");
    stage.verdict = verdict_from(string_of(from, "verdict"));
    stage.time = time_of(from, "time_us");
    if (const auto* failure = from.if_contains("failure")) stage.failure = read_failure(failure->as_object());
    stage.remarks = strings_of(from, "remarks");
    return stage;
}

CaseResult read_case(const json::object& from) {
    CaseResult played;
    played.id = string_of(from, "id");
    played.title = string_of(from, "title");
    played.level = level_from(string_of(from, "level"));
    played.requirements = strings_of(from, "requirements");
    played.points = number_of<double>(from, "points");
    played.time = time_of(from, "time_us");
    played.reproduce = string_of(from, "reproduce");
    played.stages = list_of(from, "stages", read_stage);
    played.transcript = list_of(from, "transcript", read_event);
    played.standard_output = read_stream(from, "standard_output");
    played.standard_error = read_stream(from, "standard_error");
    return played;
}

SubmissionResult read_submission(const json::object& from) {
    SubmissionResult submission;
    submission.name = string_of(from, "name");
    submission.protocol = string_of(from, "protocol");
    submission.role = string_of(from, "role");
    submission.launch = string_of(from, "launch");
    const auto seed = string_of(from, "seed"); // A string: not every reader of JSON has 64-bit numbers.
    std::from_chars(seed.data(), seed.data() + seed.size(), submission.seed);
    submission.isolation = string_of(from, "isolation");
    submission.started = string_of(from, "started");
    if (const auto* complete = from.if_contains("complete")) submission.complete = complete->as_bool();
    submission.cases = list_of(from, "cases", read_case);
    return submission;
}

} // namespace

RunResult parse_json(std::string_view document, std::string_view name) {
    json::error_code fault;
    const auto value = json::parse(document, fault);
    if (fault) throw std::runtime_error(fmt::format("{}: not JSON: {}", name, fault.message()));
    const auto* root = value.if_object();
    const auto* schema = root ? root->if_contains("schema") : nullptr;
    if (!schema || !schema->is_string() || std::string_view(schema->get_string()) != json_schema_name) {
        throw std::runtime_error(fmt::format("{}: its schema is not \"{}\"", name, json_schema_name));
    }
    try {
        return {string_of(*root, "version"), list_of(*root, "submissions", read_submission)};
    } catch (const std::exception& misfit) {
        throw std::runtime_error(fmt::format("{}: not by reports/json-schema.json: {}", name, misfit.what()));
    }
}

RunResult read_json(const std::filesystem::path& path) { return parse_json(read_file(path), path.string()); }

} // namespace counterpart
