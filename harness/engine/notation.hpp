/// Reads a value that is written down as text, as Python or as JSON writes it. Pure; nothing is evaluated.
#pragma once
#include "reference/wire/python_literal.hpp"
#include <optional>
#include <string>
#include <string_view>

namespace counterpart::engine {

enum class Notation { python, json };

/// The value, or why there is none. JSON's values become their Python likes: null None, an object a dict.
struct ValueRead {
    std::optional<wire::PyValue> value;
    std::string trouble; ///< in words; says so when the text is of the other notation
};

/// At most 1 MiB of text and 100 levels.
ValueRead read_value(std::string_view text, Notation);

/// Python's name for its type: "str", "dict", "NoneType".
std::string type_name(const wire::PyValue&);

} // namespace counterpart::engine
