// json: everything that was found, as one JSON document by reports/json-schema.json
#include "reports/file_report.hpp"
#include "reports/harmless.hpp"
#include "reports/json_number.hpp"
#include "reports/json_schema.hpp"
#include "reports/time.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>

namespace counterpart {

namespace json = boost::json;

namespace {

std::int64_t microseconds(Seconds time) { return whole_units(time, 6); }

json::array strings(const std::vector<std::string>& values) {
    json::array out;
    for (const auto& value : values) out.emplace_back(harmless(value));
    return out;
}

json::object to_json(const Event& event) {
    return {
        {"at_us", microseconds(event.at)},    {"stage", event.stage},         {"direction", to_string(event.direction)},
        {"channel", harmless(event.channel)}, {"what", harmless(event.what)}, {"bytes", event.bytes},
        {"data", escaped(event.data)}};
}

json::object to_json(const Failure& failure) {
    return {{"type", to_string(failure.type)},
            {"summary", harmless(failure.summary)},
            {"requirement", harmless(failure.requirement)},
            {"level", to_string(failure.level)},
            {"sentence", harmless(failure.sentence)},
            {"expected", harmless(failure.expected)},
            {"got", harmless(failure.got)},
            {"slip", harmless(failure.slip)},
            {"text", harmless(failure.text)}};
}

json::object to_json(const StageResult& stage) {
    json::object out{{"number", stage.number},
                     {"title", harmless(stage.title)},
                     {"verdict", to_string(stage.verdict)},
                     {"time_us", microseconds(stage.time)}};
    if (stage.failure) out["failure"] = to_json(*stage.failure);
    out["remarks"] = strings(stage.remarks);
    return out;
}

json::object to_json(const Captured& stream) {
    return {{"head", harmless(stream.head)}, {"omitted", stream.omitted}, {"tail", harmless(stream.tail)}};
}

json::object to_json(const CaseResult& played);

template <class T>
json::array list(const std::vector<T>& values) {
    json::array out;
    for (const auto& value : values) out.emplace_back(to_json(value));
    return out;
}

json::object to_json(const CaseResult& played) {
    return {{"id", harmless(played.id)},
            {"title", harmless(played.title)},
            {"verdict", to_string(verdict_of(played))},
            {"level", to_string(played.level)},
            {"requirements", strings(played.requirements)},
            {"points", json_number(played.points)},
            {"time_us", microseconds(played.time)},
            {"reproduce", harmless(played.reproduce)},
            {"stages", list(played.stages)},
            {"transcript", list(played.transcript)},
            {"standard_output", to_json(played.standard_output)},
            {"standard_error", to_json(played.standard_error)}};
}

json::object to_json(const SubmissionResult& submission) {
    const auto score = score_of(submission);
    return {{"name", harmless(submission.name)},       {"protocol", harmless(submission.protocol)},
            {"role", harmless(submission.role)},       {"launch", harmless(submission.launch)},
            {"seed", std::to_string(submission.seed)}, {"isolation", harmless(submission.isolation)},
            {"started", harmless(submission.started)}, {"complete", submission.complete},
            {"score", json_number(score.points)},      {"score_max", json_number(score.max)},
            {"cases", list(submission.cases)}};
}

class JsonReport final : public FileReport {
public:
    using FileReport::FileReport;

protected:
    void keep(const SubmissionResult& submission) override {
        submissions_[key_of(submission)] = json::serialize(to_json(submission));
    }

    std::string render() const override {
        std::string rows;
        for (const auto& [key, row] : submissions_) rows += (rows.empty() ? "\n" : ",\n") + row;
        return fmt::format("{{\"schema\":\"{}\",\"version\":{},\"submissions\":[{}\n]}}\n", json_schema_name,
                           json::serialize(json::value(harmless(header().version))), rows);
    }

private:
    std::map<SubmissionKey, std::string> submissions_; ///< each as a line of JSON
};

} // namespace

std::unique_ptr<Report> make_json(const std::filesystem::path& target) { return std::make_unique<JsonReport>(target); }

} // namespace counterpart
