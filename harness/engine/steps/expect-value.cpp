// <expect-value>: reads a text as the dict that it writes down, and judges the values in it key by key.
#include "harness/engine/compare.hpp"
#include "harness/engine/explain.hpp"
#include "harness/engine/notation.hpp"
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

using scenario::Step;

Miss value_missed(const std::string& text, std::string part, std::string summary) {
    Miss miss;
    miss.summary = std::move(summary);
    miss.part = std::move(part);
    miss.got = visible(text, 400);
    miss.parts[""] = miss.parts["body"] = text;
    return miss;
}

/// What a <key> step asks of its value, in words; empty when the value is so.
std::string fault_in_value(const Scope& scope, const Step& key, const wire::PyValue& value) {
    const auto& values = scope.values;
    if (key.has("type") && type_name(value) != key.plain("type")) return fmt::format("of type {}", key.plain("type"));
    if (key.has("is") && wire::python_repr(value) != key.plain("is")) return key.plain("is");
    const auto* text = value.text();
    if (key.has("equals") && (!text || *text != values.text(key, "equals"))) return visible(values.text(key, "equals"));
    if (key.has("matches") && (!text || !found_in(values.text(key, "matches"), *text, true)))
        return fmt::format("a str that matches {}", values.text(key, "matches"));
    return {};
}

Outcome judge_key(Scope& scope, const Step& key, const wire::PyDict& dict, const std::string& text) {
    const auto name = key.plain("name");
    const auto* value = dict.find(name);
    if (!value) {
        auto miss = value_missed(text, "key", fmt::format("there is no key '{}'", name));
        miss.expected = fmt::format("a dict with the key '{}'", name);
        return miss;
    }
    const auto wanted = fault_in_value(scope, key, *value);
    if (wanted.empty()) {
        if (key.has("capture"))
            scope.values.set(key.plain("capture"),
                             scenario::Content(value->text() ? *value->text() : wire::python_repr(*value)));
        return {};
    }
    const auto shown = wire::python_repr(*value);
    const auto brief = shown.size() <= 200 ? shown : shown.substr(0, 200) + "…";
    const bool other_type = key.has("type") && type_name(*value) != key.plain("type");
    auto miss =
        value_missed(text, other_type ? "type" : "value", fmt::format("'{}' is {} instead of {}", name, brief, wanted));
    miss.expected = fmt::format("'{}': {}", name, wanted);
    miss.parts["type"] = type_name(*value);
    miss.parts["value"] = value->text() ? *value->text() : shown;
    if (key.has("equals")) miss.wanted = scope.values.text(key, "equals");
    return miss;
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_value(Scope& scope, const Step& step) {
    const auto text = scope.values.text(step, "of");
    const bool python = step.plain("as") == "python";
    const auto read = read_value(text, python ? Notation::python : Notation::json);
    const auto* dict = read.value ? read.value->dict() : nullptr;
    if (!dict) {
        const auto trouble = read.value ? fmt::format("it is a {}, not a dict", type_name(*read.value)) : read.trouble;
        auto miss = value_missed(text, "body", fmt::format("{} cannot be used: {}", step.plain("called"), trouble));
        miss.expected = python ? "a dict, as Python writes it" : "a JSON object";
        co_return Outcome{std::move(miss)};
    }
    for (const auto& key : step.children) {
        if (key.kind != "key") continue;
        auto outcome = judge_key(scope, key, *dict, text);
        if (!outcome) continue;
        outcome->summary = fmt::format("in {}, {}", step.plain("called"), outcome->summary);
        outcome->requirement = key.plain("requirement");
        recognise_slip(*outcome, key, scope.values);
        co_return outcome;
    }
    co_return Outcome{};
}

} // namespace counterpart::engine
