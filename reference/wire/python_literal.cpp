/// A recursive descent over the text; the depth is bounded, so the stack is.
#include "reference/wire/python_literal.hpp"
#include "reference/wire/python_string.hpp"
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <unordered_map>

namespace counterpart::wire {

bool PyList::operator==(const PyList& other) const { return items == other.items; }
bool PyTuple::operator==(const PyTuple& other) const { return items == other.items; }
bool PySet::operator==(const PySet& other) const { return items == other.items; }
bool PyDict::operator==(const PyDict& other) const { return items == other.items; }

const PyValue* PyDict::find(std::string_view key) const {
    for (const PyItem& item : items) {
        const std::string* text = item.key.text();
        if (text && *text == key) return &item.value;
    }
    return nullptr;
}

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

/// Lists, dicts and sets cannot be keys, nor can a tuple that holds one.
bool is_hashable(const PyValue& value) {
    if (const auto* tuple = std::get_if<PyTuple>(&value.value)) {
        for (const PyValue& item : tuple->items) {
            if (!is_hashable(item)) return false;
        }
        return true;
    }
    return !std::holds_alternative<PyList>(value.value) && !std::holds_alternative<PyDict>(value.value) &&
           !std::holds_alternative<PySet>(value.value);
}

class Parser {
public:
    Parser(std::string_view text, LiteralLimits limits) : text_(text), limits_(limits) {}

    /// The whole text: one value, or several with commas, which make a tuple.
    PyValue parse() {
        skip_space();
        skip_line_ends();
        if (done()) fail("there is nothing");
        if (at_any_of(" \t\f")) fail("the line is indented");
        PyValue first = value();
        skip_space();
        if (peek() == ',') first = PyValue{PyTuple{more_items(std::move(first), '\0')}};
        skip_line_ends();
        if (!done()) fail(fmt::format("unexpected {} after the value", here()));
        return first;
    }

private:
    [[noreturn]] void fail(std::string message) const { throw LiteralError{at_, std::move(message)}; }

    bool done() const { return at_ == text_.size(); }
    char peek() const { return done() ? '\0' : text_[at_]; }
    std::string_view rest() const { return text_.substr(at_); }
    std::string here() const { return done() ? "end" : repr_str(rest().substr(0, 1)); }

    bool at_any_of(std::string_view set) const { return !done() && set.find(peek()) != std::string_view::npos; }

    /// Line ends are space only within brackets.
    void skip_space() {
        while (at_any_of(brackets_ > 0 ? " \t\f\n\r" : " \t\f")) ++at_;
    }

    void skip_line_ends() {
        while (at_any_of("\n\r")) ++at_;
    }

    bool take(char c) {
        skip_space();
        if (done() || peek() != c) return false;
        ++at_;
        return true;
    }

    void expect(char c) {
        if (!take(c)) fail(fmt::format("expected '{}', found {}", c, here()));
    }

    PyValue value() {
        if (++depth_ > limits_.depth) fail("nested too deep");
        skip_space();
        PyValue found = one_value();
        --depth_;
        return found;
    }

    PyValue one_value() {
        if (done()) fail("the literal ends in the middle");
        if (at_any_of("([{")) return bracketed();
        if (starts_string(rest())) return strings();
        if (is_digit(peek()) || peek() == '.' || peek() == '-' || peek() == '+') return number();
        return word();
    }

    PyValue bracketed() {
        ++brackets_;
        PyValue found = take('(') ? parenthesised() : take('{') ? braced() : list();
        --brackets_;
        return found;
    }

    PyValue list() {
        expect('[');
        return PyValue{PyList{items(']')}};
    }

    /// Values up to `close` (or the end of the line for '\0'), which is taken. A comma may stand after the last.
    std::vector<PyValue> items(char close) {
        std::vector<PyValue> found;
        while (!closes(close)) {
            found.push_back(value());
            if (closes(close)) return found;
            expect(',');
        }
        return found;
    }

    std::vector<PyValue> more_items(PyValue first, char close) {
        expect(',');
        std::vector<PyValue> found = items(close);
        found.insert(found.begin(), std::move(first));
        return found;
    }

    bool closes(char close) {
        skip_space();
        return close == '\0' ? done() || at_any_of("\n\r") : take(close);
    }

    PyValue parenthesised() {
        if (take(')')) return PyValue{PyTuple{}};
        PyValue first = value();
        if (take(')')) return first;
        return PyValue{PyTuple{more_items(std::move(first), ')')}};
    }

    PyValue braced() {
        if (take('}')) return PyValue{PyDict{}};
        PyValue first = value();
        if (take(':')) return dict(std::move(first));
        std::vector<PyValue> found;
        if (take('}'))
            found.push_back(std::move(first));
        else
            found = more_items(std::move(first), '}');
        return set(std::move(found));
    }

    PyValue set(std::vector<PyValue> candidates) {
        PySet set;
        std::unordered_map<std::string, std::size_t> seen;
        for (PyValue& item : candidates) {
            if (seen.emplace(key_of(item), set.items.size()).second) set.items.push_back(std::move(item));
        }
        return PyValue{std::move(set)};
    }

    /// The rest of a dict after its first key and colon.
    PyValue dict(PyValue key) {
        PyDict dict;
        std::unordered_map<std::string, std::size_t> seen;
        for (;;) {
            PyValue content = value();
            const auto [place, is_new] = seen.emplace(key_of(key), dict.items.size());
            if (is_new)
                dict.items.push_back({std::move(key), std::move(content)});
            else
                dict.items[place->second].value = std::move(content);
            if (take('}')) break;
            expect(',');
            if (take('}')) break;
            key = value();
            expect(':');
        }
        return PyValue{std::move(dict)};
    }

    /// What tells two keys apart.
    std::string key_of(const PyValue& value) const {
        if (!is_hashable(value)) fail("a list, dict or set cannot be a key or an element of a set");
        return python_repr(value);
    }

    PyValue strings() {
        std::optional<PyStringToken> whole;
        while (starts_string(rest())) {
            PyStringToken token;
            try {
                token = read_string(rest());
            } catch (LiteralError& error) {
                error.offset += at_;
                throw;
            }
            if (whole && whole->is_bytes != token.is_bytes) fail("text and bytes cannot be joined");
            at_ += token.length;
            if (whole)
                whole->value += token.value;
            else
                whole = std::move(token);
            skip_space();
        }
        if (whole->is_bytes) return PyValue{PyBytes{std::move(whole->value)}};
        return PyValue{std::move(whole->value)};
    }

    PyValue word() {
        std::size_t end = at_;
        while (end < text_.size() && is_word(text_[end])) ++end;
        const std::string name(text_.substr(at_, end - at_));
        if (name.empty()) fail(fmt::format("unexpected {}", here()));
        if (name == "true" || name == "false" || name == "null")
            fail(fmt::format("'{}' is JSON: Python writes True, False and None", name));
        if (name != "True" && name != "False" && name != "None" && name != "set")
            fail(fmt::format("'{}' is no literal", name));
        at_ = end;
        if (name == "None") return PyValue{PyNone{}};
        if (name != "set") return PyValue{name == "True"};
        expect('(');
        ++brackets_;
        expect(')');
        --brackets_;
        return PyValue{PySet{}};
    }

    /// Digits of `base` with single underscores between them, without the underscores.
    std::string digits(int base, bool underscore_first = false) {
        std::string found;
        bool may_underscore = underscore_first;
        for (; !done(); ++at_) {
            const char c = peek();
            const int digit = is_digit(c)            ? c - '0'
                              : c >= 'a' && c <= 'f' ? c - 'a' + 10
                              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                     : 99;
            if (c == '_' && may_underscore)
                may_underscore = false;
            else if (digit < base) {
                found += c;
                may_underscore = true;
            } else
                break;
        }
        if (!found.empty() && !may_underscore) fail("a digit must follow '_'");
        return found;
    }

    PyValue number() {
        const bool negative = peek() == '-';
        if (peek() == '-' || peek() == '+') ++at_;
        skip_space();
        const std::string_view prefix = rest().substr(0, 2);
        const int base = prefix == "0x" || prefix == "0X"   ? 16
                         : prefix == "0o" || prefix == "0O" ? 8
                         : prefix == "0b" || prefix == "0B" ? 2
                                                            : 10;
        if (base != 10) at_ += 2;
        std::string written = digits(base, base != 10);
        const bool is_float = base == 10 && fraction(written);
        if (written.empty()) fail("a number needs digits");
        if (!done() && (is_word(peek()) || peek() == '.')) fail(fmt::format("unexpected {} in a number", here()));
        if (is_float) return PyValue{std::copysign(std::strtod(written.c_str(), nullptr), negative ? -1.0 : 1.0)};
        return integer(written, base, negative);
    }

    /// Takes what makes a number a float, if anything does, and adds it to `written`.
    bool fraction(std::string& written) {
        const std::string whole = written;
        bool found = false;
        if (peek() == '.') {
            found = true;
            ++at_;
            const std::string after = digits(10);
            if (whole.empty() && after.empty()) fail("a number needs digits");
            written += '.';
            written += after;
        }
        if ((peek() == 'e' || peek() == 'E') && !written.empty()) {
            found = true;
            written += text_[at_++];
            if (peek() == '-' || peek() == '+') written += text_[at_++];
            const std::string exponent = digits(10);
            if (exponent.empty()) fail("an exponent needs digits");
            written += exponent;
        }
        return found;
    }

    PyValue integer(const std::string& written, int base, bool negative) {
        if (base == 10 && written.front() == '0' && written.find_first_not_of('0') != written.npos)
            fail("a decimal integer has no leading zeros");
        std::uint64_t magnitude = 0;
        const auto result = std::from_chars(written.data(), written.data() + written.size(), magnitude, base);
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (result.ec != std::errc{} || magnitude > most + (negative ? 1 : 0)) fail("the integer is beyond 64 bits");
        return PyValue{static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude)};
    }

    std::string_view text_;
    LiteralLimits limits_;
    std::size_t at_ = 0;
    int depth_ = 0;    ///< of values within values
    int brackets_ = 0; ///< that are open
};

/// Python's shortest form that reads back, with ".0" where nothing else says that it is a float.
std::string repr_float(double number) {
    const std::string shortest = fmt::format("{}", number);
    const bool plain = shortest.find_first_not_of("-0123456789") == shortest.npos;
    return plain ? shortest + ".0" : shortest;
}

/// The items with ", " between them.
std::string joined(const std::vector<PyValue>& items) {
    std::string list;
    for (const PyValue& item : items) {
        if (!list.empty()) list += ", ";
        list += python_repr(item);
    }
    return list;
}

struct Writer {
    std::string operator()(const PyNone&) const { return "None"; }
    std::string operator()(bool truth) const { return truth ? "True" : "False"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return repr_float(number); }
    std::string operator()(const std::string& text) const { return repr_str(text); }
    std::string operator()(const PyBytes& bytes) const { return repr_bytes(bytes.bytes); }
    std::string operator()(const PyList& list) const { return fmt::format("[{}]", joined(list.items)); }
    std::string operator()(const PyTuple& tuple) const {
        return fmt::format("({}{})", joined(tuple.items), tuple.items.size() == 1 ? "," : "");
    }
    std::string operator()(const PySet& set) const {
        return set.items.empty() ? "set()" : fmt::format("{{{}}}", joined(set.items));
    }
    std::string operator()(const PyDict& dict) const {
        std::string list;
        for (const auto& [key, value] : dict.items)
            list += fmt::format("{}{}: {}", list.empty() ? "" : ", ", python_repr(key), python_repr(value));
        return fmt::format("{{{}}}", list);
    }
};

} // namespace

boost::system::result<PyValue, LiteralError> parse_python_literal(std::string_view text, LiteralLimits limits) {
    if (text.size() > limits.size) return LiteralError{limits.size, "the text is too long"};
    const std::size_t invalid = find_invalid_utf8(text);
    if (invalid != text.npos) return LiteralError{invalid, "the text is not UTF-8"};
    const std::size_t nul = text.find('\0');
    if (nul != text.npos) return LiteralError{nul, "the text has a NUL byte"};
    try {
        return Parser(text, limits).parse();
    } catch (const LiteralError& error) { return error; }
}

std::string python_repr(const PyValue& value) { return std::visit(Writer{}, value.value); }

} // namespace counterpart::wire
