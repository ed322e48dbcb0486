/// Reading and writing one Python string.
#include "reference/wire/python_string.hpp"
#include "reference/wire/python_literal.hpp"
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>

namespace counterpart::wire {

namespace {

/// One code point at the beginning of a text; a length of 0 when there is none.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};

CodePoint first_code_point(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {};
    char32_t value = lead & (0x7fU >> length);
    for (const char c : text.substr(1, length - 1)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) != 0x80) return {};
        value = value << 6 | (byte & 0x3fU);
    }
    const char32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return {};
    return {value, length};
}

/// What Python does not print: Unicode's categories Cc, Cf, Cs, Co, Zl, Zp, and Zs but the space (Unicode 14, the
/// tables of Python 3.11), and the noncharacters.
bool is_printable(char32_t c) {
    struct Range {
        char32_t first, last;
    };
    static constexpr Range hidden[] = {{0x00, 0x1f},       {0x7f, 0xa0},       {0xad, 0xad},       {0x600, 0x605},
                                       {0x61c, 0x61c},     {0x6dd, 0x6dd},     {0x70f, 0x70f},     {0x890, 0x891},
                                       {0x8e2, 0x8e2},     {0x1680, 0x1680},   {0x180e, 0x180e},   {0x2000, 0x200f},
                                       {0x2028, 0x202f},   {0x205f, 0x206f},   {0x3000, 0x3000},   {0xd800, 0xf8ff},
                                       {0xfdd0, 0xfdef},   {0xfeff, 0xfeff},   {0xfff0, 0xfffb},   {0x110bd, 0x110bd},
                                       {0x110cd, 0x110cd}, {0x13430, 0x13438}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
                                       {0xe0000, 0xe00ff}, {0xf0000, 0x10ffff}};
    const bool noncharacter = (c & 0xfffe) == 0xfffe;
    return !noncharacter && std::none_of(std::begin(hidden), std::end(hidden),
                                         [c](const Range& range) { return c >= range.first && c <= range.last; });
}

/// Prefix letters of a string literal that begins here, or npos when none does.
std::size_t prefix_length(std::string_view text) {
    const std::size_t quote = text.substr(0, 3).find_first_of("'\"");
    if (quote == std::string_view::npos) return quote;
    std::string prefix(text.substr(0, quote));
    for (char& c : prefix) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool known =
        prefix.empty() || prefix == "r" || prefix == "b" || prefix == "u" || prefix == "br" || prefix == "rb";
    return known ? quote : std::string_view::npos;
}

/// Walks over one literal.
class StringReader {
public:
    explicit StringReader(std::string_view text) : text_(text) {
        const std::size_t prefix = prefix_length(text);
        for (const char c : text.substr(0, prefix)) {
            if (c == 'b' || c == 'B') token_.is_bytes = true;
            if (c == 'r' || c == 'R') raw_ = true;
        }
        quote_ = text[prefix];
        at_ = prefix + 1;
        if (text.substr(prefix, 3) == std::string(3, quote_)) fail("triple quotes are not accepted");
    }

    PyStringToken read() {
        for (;;) {
            const char c = next("the string has no end");
            if (c == quote_) break;
            if (c == '\n' || c == '\r') fail("the string has no end on its line");
            if (c == '\\')
                escape();
            else
                plain(c);
        }
        token_.length = at_;
        return std::move(token_);
    }

private:
    [[noreturn]] void fail(std::string message) const { throw LiteralError{at_, std::move(message)}; }

    char next(const char* otherwise) {
        if (at_ == text_.size()) fail(otherwise);
        return text_[at_++];
    }

    void plain(char c) {
        if (token_.is_bytes && static_cast<unsigned char>(c) >= 0x80) fail("bytes may hold ASCII characters only");
        token_.value += c;
    }

    void put(std::uint32_t value) {
        if (token_.is_bytes) {
            token_.value += static_cast<char>(value);
            return;
        }
        if (value >= 0xd800 && value <= 0xdfff) fail("a surrogate has no UTF-8 form");
        if (value > 0x10ffff) fail("there is no such code point");
        append_utf8(token_.value, value);
    }

    /// Exactly `count` hex digits.
    std::uint32_t hex(std::size_t count) {
        const std::string_view digits = text_.substr(at_, count);
        std::uint32_t value = 0;
        const char* end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
        if (digits.size() != count || error != std::errc{} || stop != end)
            fail(fmt::format("the escape needs {} hex digits", count));
        at_ += count;
        return value;
    }

    /// One to three octal digits, the first of which has been read.
    std::uint32_t octal(char first) {
        auto value = static_cast<std::uint32_t>(first - '0');
        for (int more = 0; more < 2 && at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '7'; ++more)
            value = value * 8 + static_cast<std::uint32_t>(text_[at_++] - '0');
        return value;
    }

    /// What follows a backslash. An escape that Python does not know stands for itself.
    void escape() {
        const char c = next("the string has no end");
        if (c == '\r') fail("a carriage return in a string");
        static constexpr std::string_view letters = "\\'\"abfnrtv", meanings = "\\'\"\a\b\f\n\r\t\v";
        const auto simple = letters.find(c);
        if (raw_) {
            token_.value += '\\';
            plain(c);
        } else if (c == '\n') {
            return; // A continued line.
        } else if (simple != std::string_view::npos) {
            token_.value += meanings[simple];
        } else if (c >= '0' && c <= '7') {
            put(octal(c));
        } else if (c == 'x') {
            put(hex(2));
        } else if (!token_.is_bytes && (c == 'u' || c == 'U')) {
            put(hex(c == 'u' ? 4 : 8));
        } else if (!token_.is_bytes && c == 'N') {
            fail("named characters are not accepted");
        } else {
            token_.value += '\\';
            plain(c);
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    char quote_ = '\'';
    bool raw_ = false;
    PyStringToken token_;
};

/// Double quotes only where they save an escape, as repr() does.
char choose_quote(std::string_view text) {
    return text.find('\'') != text.npos && text.find('"') == text.npos ? '"' : '\'';
}

/// The escape for a character that is not written as it is; nothing for others.
std::string short_escape(char c, char quote) {
    switch (c) {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\\': return "\\\\";
    default: return c == quote ? std::string("\\") + quote : std::string();
    }
}

} // namespace

std::size_t find_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint next = first_code_point(text.substr(at));
        if (next.length == 0) return at;
        at += next.length;
    }
    return std::string_view::npos;
}

void append_utf8(std::string& text, char32_t c) {
    const auto tail = [&](int shift) { text += static_cast<char>(0x80 | (c >> shift & 0x3f)); };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xc0 | c >> 6);
        tail(0);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xe0 | c >> 12);
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0 | c >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

bool starts_string(std::string_view text) { return prefix_length(text) != std::string_view::npos; }

PyStringToken read_string(std::string_view text) { return StringReader(text).read(); }

std::string repr_str(std::string_view text) {
    const char quote = choose_quote(text);
    std::string written(1, quote);
    while (!text.empty()) {
        const CodePoint next = first_code_point(text);
        const std::size_t length = std::max<std::size_t>(next.length, 1);
        const auto byte = static_cast<unsigned char>(text.front());
        const std::string escape = next.length == 1 ? short_escape(text.front(), quote) : std::string();
        if (next.length == 0)
            written += fmt::format("\\udc{:02x}", byte);
        else if (!escape.empty())
            written += escape;
        else if (is_printable(next.value))
            written += text.substr(0, length);
        else if (next.value < 0x100)
            written += fmt::format("\\x{:02x}", static_cast<std::uint32_t>(next.value));
        else if (next.value < 0x10000)
            written += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(next.value));
        else
            written += fmt::format("\\U{:08x}", static_cast<std::uint32_t>(next.value));
        text.remove_prefix(length);
    }
    return written + quote;
}

std::string repr_bytes(std::string_view bytes) {
    const char quote = choose_quote(bytes);
    std::string written = std::string("b") + quote;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const std::string escape = short_escape(c, quote);
        if (!escape.empty())
            written += escape;
        else if (byte < 0x20 || byte >= 0x7f)
            written += fmt::format("\\x{:02x}", byte);
        else
            written += c;
    }
    return written + quote;
}

} // namespace counterpart::wire
