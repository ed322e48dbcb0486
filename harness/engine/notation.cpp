#include "harness/engine/notation.hpp"
#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace counterpart::engine {

namespace json = boost::json;
using wire::PyValue;

namespace {

PyValue from_json(const json::value& value) {
    switch (value.kind()) {
    case json::kind::null: return PyValue{wire::PyNone{}};
    case json::kind::bool_: return PyValue{value.get_bool()};
    case json::kind::int64: return PyValue{value.get_int64()};
    case json::kind::uint64: return PyValue{static_cast<double>(value.get_uint64())}; // beyond 63 bits
    case json::kind::double_: return PyValue{value.get_double()};
    case json::kind::string: return PyValue{std::string(value.get_string())};
    case json::kind::array: break;
    case json::kind::object: {
        wire::PyDict dict;
        for (const auto& [key, item] : value.get_object())
            dict.items.push_back({PyValue{std::string(key)}, from_json(item)});
        return PyValue{std::move(dict)};
    }
    }
    wire::PyList list;
    for (const auto& item : value.get_array()) list.items.push_back(from_json(item));
    return PyValue{std::move(list)};
}

ValueRead read_json(std::string_view text) {
    constexpr std::size_t longest = 1024 * 1024;
    if (text.size() > longest) return {std::nullopt, "it is longer than 1 MiB"};
    json::parse_options options;
    options.max_depth = 100;
    boost::system::error_code error;
    const auto value = json::parse({text.data(), text.size()}, error, {}, options);
    if (error) return {std::nullopt, error.message()};
    return {from_json(value), {}};
}

ValueRead read_python(std::string_view text) {
    auto parsed = wire::parse_python_literal(text);
    if (parsed) return {std::move(*parsed), {}};
    return {std::nullopt, fmt::format("{}, at byte {}", parsed.error().message, parsed.error().offset)};
}

} // namespace

ValueRead read_value(std::string_view text, Notation notation) {
    const bool python = notation == Notation::python;
    auto read = python ? read_python(text) : read_json(text);
    if (read.value) return read;
    const auto name = python ? "a Python literal" : "JSON";
    const bool other = (python ? read_json(text) : read_python(text)).value.has_value();
    read.trouble = other ? fmt::format("it is {}, where {} is expected", python ? "JSON" : "a Python literal", name)
                         : fmt::format("it is not {}: {}", name, read.trouble);
    return read;
}

std::string type_name(const PyValue& value) {
    constexpr std::array<const char*, 10> names{"NoneType", "bool", "int",   "float", "str",
                                                "bytes",    "list", "tuple", "set",   "dict"};
    return names.at(value.value.index());
}

} // namespace counterpart::engine
