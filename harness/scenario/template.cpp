#include "harness/scenario/template.hpp"
#include <charconv>
#include <fmt/format.h>
#include <re2/re2.h>

namespace counterpart::scenario {
namespace {

using Parsed = boost::system::result<Template, Fault>;

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

bool is_name(std::string_view text) {
    if (text.empty() || !starts_name(text[0])) return false;
    for (const char c : text)
        if (!starts_name(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.') return false;
    return true;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Reads what follows a backslash at `at`, moves `at` past it; an error in words otherwise.
boost::system::result<char, Fault> escape(std::string_view text, std::size_t& at) {
    if (at + 1 == text.size()) return Fault{"a '\\' at the end means nothing; write \\\\ for a backslash"};
    const char kind = text[at + 1];
    at += 2;
    switch (kind) {
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case '0': return '\0';
    case '\\': return '\\';
    case 'x': break;
    default: return Fault{fmt::format("'\\{}' means nothing here; allowed are \\n \\r \\t \\0 \\\\ \\xNN", kind)};
    }
    const int high = at < text.size() ? hex_digit(text[at]) : -1;
    const int low = at + 1 < text.size() ? hex_digit(text[at + 1]) : -1;
    if (high < 0 || low < 0) return Fault{"'\\x' needs two hexadecimal digits, as in \\x0a"};
    at += 2;
    return static_cast<char>(high * 16 + low);
}

boost::system::result<Template::Part, Fault> placeholder(std::string_view inside) {
    Template::Part part;
    auto bar = inside.find('|');
    part.value = std::string(inside.substr(0, bar));
    if (!is_name(part.value))
        return Fault{
            fmt::format("'{{{}}}' is no placeholder: it needs a name, as in {{port}}; write {{{{ for a brace", inside)};
    while (bar != std::string_view::npos) {
        inside.remove_prefix(bar + 1);
        bar = inside.find('|');
        const auto word = inside.substr(0, bar);
        const auto colon = word.find(':');
        Filter filter{std::string(word.substr(0, colon)), 0};
        if (colon != std::string_view::npos) {
            const auto digits = word.substr(colon + 1);
            const auto [end, error] = std::from_chars(digits.begin(), digits.end(), filter.argument);
            if (error != std::errc{} || end != digits.end())
                return Fault{fmt::format("'{}' needs a number after its colon", word)};
        }
        Content probe;
        if (!apply(filter, probe))
            return Fault{fmt::format("there is no filter '{}'; there are {}", filter.name, filter_names())};
        if (colon == std::string_view::npos && filter_names().find(filter.name + ":N") != std::string::npos)
            return Fault{fmt::format("'{0}' needs a number, as in {0}:16", filter.name)};
        part.filters.push_back(std::move(filter));
    }
    return part;
}

/// Whether the brace at `at` is a regular expression's own: it is escaped, or belongs to \p{…}, \P{…} or \x{…}.
bool own_brace(std::string_view text, std::size_t at) {
    const auto escaped = [&](std::size_t place) {
        std::size_t backslashes = 0;
        while (backslashes < place && text[place - backslashes - 1] == '\\') ++backslashes;
        return backslashes % 2 == 1;
    };
    return escaped(at) ||
           (at > 0 && std::string_view("pPx").find(text[at - 1]) != std::string_view::npos && escaped(at - 1));
}

/// Whether a class of characters, [ab], has a byte beyond ASCII: expressions are matched byte by byte.
bool class_beyond_ascii(std::string_view expression) {
    bool inside = false;
    for (std::size_t at = 0; at < expression.size(); ++at) {
        const char c = expression[at];
        if (c == '\\') {
            ++at;
        } else if (!inside && c == '[') {
            inside = true;
            for (const char first : {'^', ']'}) // a bracket that comes first is a member
                if (at + 1 < expression.size() && expression[at + 1] == first) ++at;
        } else if (inside && c == ']') {
            inside = false;
        } else if (inside && static_cast<unsigned char>(c) >= 0x80) {
            return true;
        }
    }
    return false;
}

} // namespace

Parsed Template::parse(std::string_view text) {
    Template result;
    std::string literal;
    const auto flush = [&] {
        if (!literal.empty()) result.parts_.push_back({std::move(literal), {}, {}});
        literal.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '\\') {
            auto byte = escape(text, at);
            if (!byte) return byte.error();
            literal += *byte;
        } else if ((c == '{' || c == '}') && at + 1 < text.size() && text[at + 1] == c) {
            literal += c;
            at += 2;
        } else if (c == '{') {
            const auto end = text.find('}', at);
            if (end == std::string_view::npos) return Fault{"'{' without '}'; write {{ for a brace"};
            auto part = placeholder(text.substr(at + 1, end - at - 1));
            if (!part) return part.error();
            flush();
            result.parts_.push_back(std::move(*part));
            at = end + 1;
        } else if (c == '}') {
            return Fault{"'}' without '{'; write }} for a brace"};
        } else {
            literal += c;
            ++at;
        }
    }
    flush();
    return result;
}

Parsed Template::parse_pattern(std::string_view text, const Patterns& patterns) {
    Template result;
    result.pattern_ = true;
    std::string literal, probe;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text[at] == '{' ? text.find('}', at) : std::string_view::npos;
        if (end != std::string_view::npos && at + 1 < text.size() && starts_name(text[at + 1]) &&
            !own_brace(text, at)) {
            auto part = placeholder(text.substr(at + 1, end - at - 1));
            if (!part) return part.error();
            at = end + 1;
            if (const auto pattern = patterns.find(part->value); pattern != patterns.end()) {
                if (!part->filters.empty()) return Fault{fmt::format("the pattern '{}' takes no filter", part->value)};
                const auto group = "(?:" + pattern->second + ')';
                literal += group;
                probe += group;
                continue;
            }
            if (!literal.empty()) result.parts_.push_back({std::move(literal), {}, {}});
            literal.clear();
            result.parts_.push_back(std::move(*part));
            probe += 'x';
        } else {
            literal += text[at];
            probe += text[at++];
        }
    }
    if (!literal.empty()) result.parts_.push_back({std::move(literal), {}, {}});
    RE2::Options options(RE2::Latin1);
    options.set_log_errors(false);
    const RE2 compiled(probe, options);
    if (!compiled.ok()) return Fault{fmt::format("'{}' is no regular expression: {}", text, compiled.error())};
    if (class_beyond_ascii(probe))
        return Fault{
            fmt::format("'{}' has a sign beyond ASCII in [], where each of its bytes would do; write (a|b)", text)};
    return result;
}

std::string Template::source() const {
    std::string out;
    for (const auto& part : parts_) {
        for (const char c : part.literal) {
            if (c == '\n')
                out += "\\n";
            else if (c == '\r')
                out += "\\r";
            else if (static_cast<unsigned char>(c) < 0x20)
                out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
            else
                out += c;
        }
        if (part.value.empty()) continue;
        out += '{' + part.value;
        for (const auto& [name, argument] : part.filters)
            out += argument ? fmt::format("|{}:{}", name, argument) : '|' + name;
        out += '}';
    }
    return out;
}

std::vector<std::string> Template::names() const {
    std::vector<std::string> all;
    for (const auto& part : parts_)
        if (!part.value.empty()) all.push_back(part.value);
    return all;
}

Content Template::fill(const Lookup& lookup) const {
    Content whole;
    for (const auto& part : parts_) {
        if (part.value.empty()) {
            whole.append(part.literal);
            continue;
        }
        Content value = lookup(part.value);
        for (const auto& filter : part.filters) apply(filter, value);
        if (pattern_)
            whole.append(RE2::QuoteMeta(value.string()));
        else
            whole.append(value);
    }
    return whole;
}

} // namespace counterpart::scenario
