// What can be done to a value when it is inserted into a template: `{name|filter:argument}`.
#include "harness/scenario/template.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace counterpart::scenario {
namespace {

constexpr std::size_t most_repeated = 4 << 20; ///< a value is repeated up to this size

std::string each(const std::string& in, int (*change)(int)) {
    std::string out = in;
    std::transform(out.begin(), out.end(), out.begin(),
                   [change](unsigned char c) { return static_cast<char>(change(c)); });
    return out;
}

std::string hex(const std::string& in) {
    std::string out;
    for (const unsigned char c : in) out += fmt::format("{:02x}", c);
    return out;
}

/// A decimal number as `width` binary bytes, most or least significant first; nothing when it is no number.
std::string binary(const std::string& in, int width, bool big_end_first) {
    if (in.empty() || in.size() > 10 || in.find_first_not_of("0123456789") != std::string::npos) return {};
    const auto number = std::stoull(in);
    std::string out;
    for (int i = 0; i < width; ++i) {
        const auto shift = 8 * (big_end_first ? width - 1 - i : i);
        out += static_cast<char>(number >> shift & 0xff);
    }
    return out;
}

std::string replaced(std::string in, std::string_view what, std::string_view with) {
    for (std::size_t at = 0; (at = in.find(what, at)) != std::string::npos; at += with.size())
        in.replace(at, what.size(), with);
    return in;
}

/// Percent-encoding of everything but RFC 3986's unreserved characters.
std::string url(const std::string& in) {
    std::string out;
    for (const unsigned char c : in) {
        const bool plain =
            std::isalnum(c) || std::string_view("-._~").find(static_cast<char>(c)) != std::string_view::npos;
        out += plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
    }
    return out;
}

std::string trimmed(const std::string& in) {
    const auto first = in.find_first_not_of(" \t\r\n\v\f");
    if (first == std::string::npos) return {};
    return in.substr(first, in.find_last_not_of(" \t\r\n\v\f") - first + 1);
}

std::string first_line(const std::string& in) { return in.substr(0, in.find('\n')); }

std::string after_line(const std::string& in) {
    const auto end = in.find('\n');
    return end == std::string::npos ? std::string{} : in.substr(end + 1);
}

/// As Python writes a str whose UTF-8 these bytes are: in quotes, control characters as escapes. Characters beyond
/// ASCII stay as they are; repr() would escape the few of them that have no picture, and reads both.
std::string python(const std::string& in) {
    const bool doubled = in.find('\'') != std::string::npos && in.find('"') == std::string::npos;
    const char quote = doubled ? '"' : '\'';
    std::string out(1, quote);
    for (const char c : in) {
        if (c == quote || c == '\\')
            out += fmt::format("\\{}", c);
        else if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            out += fmt::format("\\x{:02x}", c);
        else
            out += c;
    }
    return out + quote;
}

using Change = std::string (*)(const std::string&);
const std::map<std::string, Change, std::less<>>& changes() {
    static const std::map<std::string, Change, std::less<>> table{
        {"upper", [](const std::string& s) { return each(s, [](int c) { return std::toupper(c); }); }},
        {"lower", [](const std::string& s) { return each(s, [](int c) { return std::tolower(c); }); }},
        {"hex", hex},
        {"u16be", [](const std::string& s) { return binary(s, 2, true); }},
        {"u16le", [](const std::string& s) { return binary(s, 2, false); }},
        {"u32be", [](const std::string& s) { return binary(s, 4, true); }},
        {"u32le", [](const std::string& s) { return binary(s, 4, false); }},
        {"crlf-to-lf", [](const std::string& s) { return replaced(s, "\r\n", "\n"); }},
        {"lf-to-crlf", [](const std::string& s) { return replaced(s, "\n", "\r\n"); }},
        {"no-newlines", [](const std::string& s) { return replaced(replaced(s, "\r", ""), "\n", ""); }},
        {"trim", trimmed},
        {"first-line", first_line},
        {"after-line", after_line},
        {"url", url},
        {"lines", [](const std::string& s) { return replaced(s, " ", "\n"); }},
        {"python", python},
    };
    return table;
}

} // namespace

bool apply(const Filter& filter, Content& content) {
    if (filter.name == "first") {
        content = content.slice(0, filter.argument);
        return true;
    }
    if (filter.name == "from") {
        content = content.slice(filter.argument, content.size());
        return true;
    }
    if (filter.name == "last") {
        const auto count = std::min(filter.argument, content.size());
        content = content.slice(content.size() - count, count);
        return true;
    }
    if (filter.name == "but-last") {
        content = content.slice(0, content.size() - std::min(filter.argument, content.size()));
        return true;
    }
    if (filter.name == "times") {
        const auto once = content.string();
        std::string all;
        for (std::uint64_t i = 0; i < filter.argument && !once.empty() && all.size() < most_repeated; ++i) all += once;
        content = Content(all);
        return true;
    }
    if (filter.name == "length") {
        content = Content(std::to_string(content.size()));
        return true;
    }
    const auto found = changes().find(filter.name);
    if (found == changes().end()) return false;
    content = Content(found->second(content.string()));
    return true;
}

std::string filter_names() {
    std::string all = "first:N from:N last:N but-last:N times:N length";
    for (const auto& [name, change] : changes()) all += " " + name;
    return all;
}

} // namespace counterpart::scenario
