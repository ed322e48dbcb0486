/// Reads the bodies as Python literals and never evaluates them (UC-H1).
#include "reference/unique-code/registry.hpp"
#include "reference/wire/python_literal.hpp"
#include <fmt/format.h>

namespace counterpart::unique_code {

using wire::PyDict;
using wire::PyValue;

namespace {

using Text = wire::Attempt<std::string>;

wire::Attempt<PyDict> read_dict(std::string_view body) {
    auto parsed = wire::parse_python_literal(body);
    if (!parsed) {
        return wire::Problem{fmt::format("the body is no Python literal: {}, at byte {}", parsed.error().message,
                                         parsed.error().offset)};
    }
    auto* dict = std::get_if<PyDict>(&parsed->value);
    if (!dict) return wire::Problem{"the body is not a dict"};
    return std::move(*dict);
}

/// The str under `key`.
Text read_text(const PyDict& dict, const char* key) {
    const PyValue* value = dict.find(key);
    if (!value) return wire::Problem{fmt::format("the key '{}' is missing", key)};
    if (!value->text()) return wire::Problem{fmt::format("'{}' is not a string", key)};
    return *value->text();
}

/// The usual form: 8-4-4-4-12 hex digits.
bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const std::string_view allowed = dash ? "-" : "0123456789abcdefABCDEF";
        if (allowed.find(text[i]) == allowed.npos) return false;
    }
    return true;
}

/// The uuid in lower case.
Text read_uuid(const PyDict& dict) {
    const Text written = read_text(dict, "uuid");
    if (!written) return written;
    if (!is_uuid(*written)) return wire::Problem{"the uuid is invalid: send it as 8-4-4-4-12 hex digits"};
    std::string uuid;
    for (const char c : *written) uuid += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    return uuid;
}

} // namespace

Text Registry::code_for(std::string_view body) {
    const auto request = read_dict(body);
    if (!request) return request.error();
    const Text uuid = read_uuid(*request);
    if (!uuid) return uuid;
    const auto known = codes_.find(*uuid);
    if (known != codes_.end()) return known->second;
    if (codes_.size() >= most_uuids) return wire::Problem{"too many uuids: start the server again"};
    return codes_.emplace(*uuid, new_code_()).first->second;
}

Text Registry::accepted_text(std::string_view body) const {
    const auto request = read_dict(body);
    if (!request) return request.error();
    const Text uuid = read_uuid(*request);
    if (!uuid) return uuid;
    const Text code = read_text(*request, "unique");
    if (!code) return code;
    const Text text = read_text(*request, "text");
    if (!text) return text;
    const auto known = codes_.find(*uuid);
    if (known == codes_.end()) return wire::Problem{"the uuid is unknown: ask for a code first"};
    if (known->second != *code) return wire::Problem{"the code was not issued to this uuid"};
    return text;
}

std::string code_reply(const std::string& code) {
    return fmt::format("{{'success': True, 'unique': {}}}", wire::python_repr(PyValue{code}));
}

std::string stored_reply() { return "{'success': True}"; }

std::string refusal(const std::string& message) {
    return fmt::format("{{'success': False, 'error': {}}}", wire::python_repr(PyValue{message}));
}

} // namespace counterpart::unique_code
