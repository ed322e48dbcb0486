/// The strings of python_literal.hpp: quotes, escapes and UTF-8.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace counterpart::wire {

/// The first byte that is no valid UTF-8 (overlong forms and surrogates are none), or npos.
std::size_t find_invalid_utf8(std::string_view text);

void append_utf8(std::string& text, char32_t code_point);

/// One string literal at the beginning of a text.
struct PyStringToken {
    std::size_t length = 0; ///< bytes of text that it takes, prefix and quotes included
    bool is_bytes = false;
    std::string value;
};

/// Whether `text` begins with a string literal: an optional prefix and a quote.
bool starts_string(std::string_view text);

/// Reads the literal that `text`, which is valid UTF-8, begins with. Throws LiteralError with the offset in `text`.
PyStringToken read_string(std::string_view text);

/// repr() of a str; bytes that are no UTF-8 are written as \udcNN, as Python shows them after surrogateescape.
std::string repr_str(std::string_view text);

/// repr() of bytes.
std::string repr_bytes(std::string_view bytes);

} // namespace counterpart::wire
