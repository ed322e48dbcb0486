/// Python literals: what ast.literal_eval reads and repr() writes. Parsing is strict and bounded, and evaluates
/// nothing.
///
/// Read: str and bytes (every prefix and escape but \N{…}; adjacent ones are joined), int, float, bool, None, list,
/// tuple (also without parentheses at the top), dict, set, set().
/// Refused, though Python reads them: integers beyond 64 bits, complex numbers, triple quotes, surrogate escapes (they
/// have no UTF-8 form), comments, line continuations between tokens, a sign before a parenthesis, "...".
#pragma once
#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace counterpart::wire {

struct PyValue;
struct PyItem;

struct PyNone {
    bool operator==(const PyNone&) const = default;
};

struct PyBytes {
    std::string bytes;
    bool operator==(const PyBytes&) const = default;
};

struct PyList {
    std::vector<PyValue> items;
    bool operator==(const PyList&) const;
};

struct PyTuple {
    std::vector<PyValue> items;
    bool operator==(const PyTuple&) const;
};

/// Elements in the order of the text, each once; equality regards that order. Elements of different types are
/// different here, also 1 and True, which Python takes for one.
struct PySet {
    std::vector<PyValue> items;
    bool operator==(const PySet&) const;
};

/// Items in the order of the text; of equal keys the last value at the first one's place, as in Python. Equality
/// regards the order.
struct PyDict {
    std::vector<PyItem> items;
    bool operator==(const PyDict&) const;

    /// The value of a str key; nullptr when there is none.
    const PyValue* find(std::string_view key) const;
};

/// One value; a str is UTF-8.
struct PyValue {
    std::variant<PyNone, bool, std::int64_t, double, std::string, PyBytes, PyList, PyTuple, PySet, PyDict> value;
    bool operator==(const PyValue&) const = default;

    const std::string* text() const { return std::get_if<std::string>(&value); }
    const PyDict* dict() const { return std::get_if<PyDict>(&value); }
};

struct PyItem {
    PyValue key;
    PyValue value;
    bool operator==(const PyItem&) const = default;
};

/// Why a text is no literal, and at which byte.
struct LiteralError {
    std::size_t offset = 0;
    std::string message;
};

struct LiteralLimits {
    std::size_t size = 1024 * 1024; ///< bytes of text
    int depth = 100;                ///< containers and parentheses within each other; Python itself stops at 200
};

boost::system::result<PyValue, LiteralError> parse_python_literal(std::string_view text, LiteralLimits limits = {});

/// What Python's repr() gives, on one line. One difference: code points that Unicode has not assigned are written as
/// they are, where Python (each version by its own tables) escapes them.
std::string python_repr(const PyValue& value);

} // namespace counterpart::wire
