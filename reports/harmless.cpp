// Reads bytes unit by unit (a character, a bad byte, the start of a marker) and writes each in its harmless form.
#include "reports/harmless.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <iterator>

namespace counterpart {

namespace {

enum class Form { itself, hex, code_point, marker };

struct Unit {
    std::size_t bytes = 1;
    Form form = Form::hex;
    std::uint32_t code_point = 0;

    std::size_t shown() const {
        switch (form) {
        case Form::itself: return bytes;
        case Form::hex: return 4 * bytes;
        case Form::code_point: return 6;
        case Form::marker: return 5;
        }
        return 0;
    }
};

constexpr auto make_plain() {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x20; c < 0x7f; ++c) plain[c] = true;
    plain['\t'] = plain['\n'] = true;
    plain['['] = false; // May start a marker.
    return plain;
}
/// Bytes that stand for themselves wherever they occur; the fast path.
constexpr auto plain = make_plain();

bool is_plain(char c) { return plain[static_cast<unsigned char>(c)]; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

bool needs_name(std::uint32_t c) {
    const bool bidi =
        c == 0x61c || (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    const bool separator = c == 0x2028 || c == 0x2029;
    const bool noncharacter = (c >= 0xfdd0 && c <= 0xfdef) || c == 0xfffe || c == 0xffff;
    return bidi || separator || noncharacter;
}

/// The unit that starts with a byte of 0x80 or more: a well-formed character, or one bad byte.
Unit wide_unit(std::string_view rest) {
    const auto lead = static_cast<unsigned char>(rest[0]);
    const std::size_t length = lead >= 0xc2 && lead < 0xe0   ? 2
                               : lead >= 0xe0 && lead < 0xf0 ? 3
                               : lead >= 0xf0 && lead < 0xf5 ? 4
                                                             : 1;
    if (length == 1 || rest.size() < length) return {};
    std::uint32_t code_point = lead & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(rest[i])) return {};
        code_point = code_point << 6 | (static_cast<unsigned char>(rest[i]) & 0x3fu);
    }
    const bool overlong = (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
    const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
    if (overlong || surrogate || code_point > 0x10ffff) return {};
    const bool noncharacter = code_point > 0xffff && (code_point & 0xfffe) == 0xfffe;
    if (code_point < 0xa0 || noncharacter) return {.bytes = length, .form = Form::hex}; // C1; the ends of a plane
    return {length, needs_name(code_point) ? Form::code_point : Form::itself, code_point};
}

Unit unit_at(std::string_view bytes, std::size_t at) {
    const auto c = static_cast<unsigned char>(bytes[at]);
    if (is_plain(bytes[at])) return {1, Form::itself, c};
    if (c >= 0x80) return wide_unit(bytes.substr(at));
    if (c != '[') return {};
    const auto rest = bytes.substr(at);
    if (rest.starts_with("[[ATTACHMENT|") || rest.starts_with("[[PROPERTY|")) return {2, Form::marker, c};
    return {1, Form::itself, c};
}

void append(std::string& out, std::string_view bytes, const Unit& unit) {
    switch (unit.form) {
    case Form::itself: out += bytes; return;
    case Form::hex:
        // Most bytes of a binary stream come here, for every report, so this is not left to a formatting library.
        for (const char c : bytes) {
            constexpr std::string_view digits = "0123456789abcdef";
            const auto byte = static_cast<unsigned char>(c);
            const char written[] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
            out.append(written, sizeof written);
        }
        return;
    case Form::code_point: fmt::format_to(std::back_inserter(out), "\\u{:04x}", unit.code_point); return;
    case Form::marker: out += "[\\x5b"; return;
    }
}

/// Keeps what every file system, shell and archive tolerates in the middle of a name, and letters of any script.
bool fits_in_file_name(std::string_view unit) {
    constexpr std::string_view others = "._-+@,= ";
    const char c = unit[0];
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return unit.size() > 1 || word || others.find(c) != std::string_view::npos;
}

bool ends_like_a_hash(std::string_view name) {
    if (name.size() < 9 || name[name.size() - 9] != '-') return false;
    return name.find_first_not_of("0123456789abcdef", name.size() - 8) == std::string_view::npos;
}

/// The value of `digits` hexadecimal digits at the front of `text`, or -1.
int hex_value(std::string_view text, std::size_t digits) {
    if (text.size() < digits) return -1;
    unsigned value = 0;
    const auto end = text.data() + digits;
    const auto [stop, fault] = std::from_chars(text.data(), end, value, 16);
    return fault == std::errc{} && stop == end ? static_cast<int>(value) : -1;
}

void append_utf8(std::string& out, int code_point) {
    const auto c = static_cast<unsigned>(code_point);
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
        out += static_cast<char>(0xe0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
        out += static_cast<char>(0x80 | (c & 0x3f));
    }
}

} // namespace

std::string harmless(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const auto run = static_cast<std::size_t>(std::find_if_not(bytes.begin() + at, bytes.end(), is_plain) -
                                                  (bytes.begin() + at));
        out.append(bytes, at, run);
        at += run;
        if (at == bytes.size()) break;
        const auto unit = unit_at(bytes, at);
        append(out, bytes.substr(at, unit.bytes), unit);
        at += unit.bytes;
    }
    return out;
}

std::string harmless_line(std::string_view bytes, std::size_t limit) {
    // Four bytes a character at most: no more of the input can show.
    auto line = harmless(bytes.substr(0, 4 * limit + 4));
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    std::size_t characters = 0;
    std::size_t keep = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (is_continuation(line[at])) continue;
        if (++characters == limit) keep = at;
    }
    if (characters > limit) line.replace(keep, std::string::npos, limit > 0 ? "…" : "");
    return line;
}

std::string escaped(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (const char c : bytes) {
        switch (c) {
        case '\\': out += "\\\\"; break;
        case '"': out += "\\\""; break;
        case '\n': out += "\\n"; break;
        case '\t': out += "\\t"; break;
        case '\r': out += "\\r"; break;
        default: out += c;
        }
    }
    return harmless(out);
}

std::string unescaped(std::string_view text) {
    constexpr std::string_view letters = "\\\"ntr";
    constexpr std::string_view meanings = "\\\"\n\t\r";
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\' || at + 1 == text.size()) {
            out += text[at];
            continue;
        }
        const char kind = text[at + 1];
        const auto digits = kind == 'x' ? 2u : kind == 'u' ? 4u : 0u;
        const int value = digits > 0 ? hex_value(text.substr(at + 2), digits) : -1;
        const auto letter = letters.find(kind);
        if (value >= 0) {
            if (kind == 'x')
                out += static_cast<char>(value);
            else
                append_utf8(out, value);
            at += 1 + digits;
        } else if (letter != std::string_view::npos) {
            out += meanings[letter];
            ++at;
        } else {
            out += '\\';
        }
    }
    return out;
}

std::size_t front_that_fits(std::string_view bytes, std::size_t limit) {
    std::size_t at = 0;
    for (std::size_t shown = 0; at < bytes.size();) {
        const auto unit = unit_at(bytes, at);
        shown += unit.shown();
        if (shown > limit) break;
        at += unit.bytes;
    }
    return at;
}

std::size_t back_that_fits(std::string_view bytes, std::size_t limit) {
    std::size_t start = bytes.size() > limit ? bytes.size() - limit : 0;
    for (int skipped = 0; start > 0 && skipped < 3 && start < bytes.size() && is_continuation(bytes[start]);
         ++skipped) {
        ++start;
    }
    std::size_t shown = 0;
    for (auto at = start; at < bytes.size();) {
        const auto unit = unit_at(bytes, at);
        shown += unit.shown();
        at += unit.bytes;
    }
    while (shown > limit) {
        const auto unit = unit_at(bytes, start);
        shown -= unit.shown();
        start += unit.bytes;
    }
    return bytes.size() - start;
}

std::string short_hash(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return fmt::format("{:08x}", static_cast<std::uint32_t>(hash ^ hash >> 32));
}

std::string file_name_of(std::string_view name) {
    constexpr std::size_t limit = 120;
    constexpr std::size_t suffix = 9; // "-" and the hash
    std::string out;
    for (std::size_t at = 0; at < name.size() && out.size() < limit + 4;) {
        const auto unit = unit_at(name, at);
        const auto bytes = name.substr(at, unit.bytes);
        const bool leading = at == 0 && (bytes == "." || bytes == "-");
        out += unit.form == Form::itself && !leading && fits_in_file_name(bytes) ? bytes : "_";
        at += unit.bytes;
    }
    // An unchanged name that looks as if it had a hash gets one too, or it could pass for another's changed name.
    if (out == name && !out.empty() && out.size() <= limit && !ends_like_a_hash(out)) return out;
    if (out.empty()) out = "_";
    out.resize(front_that_fits(out, limit - suffix));
    return out + "-" + short_hash(name);
}

} // namespace counterpart
