// Reads bytes as the engine shows them, and marks the first that differs.
#include "reports/html/bytes.hpp"

#include "reports/cut.hpp"

#include <algorithm>
#include <charconv>

namespace counterpart::html {

namespace {

constexpr std::size_t text_limit = 4 * 1024;
constexpr std::size_t before = 8; ///< bytes shown before the first that differs
constexpr std::size_t row = 24;   ///< bytes in a row

bool take(std::string_view& rest, std::string_view expected) {
    if (!rest.starts_with(expected)) return false;
    rest.remove_prefix(expected.size());
    return true;
}

/// What stands behind the bytes: " …" when they are cut, and their number.
bool read_end(std::string_view rest, Shown& shown) {
    shown.cut = take(rest, " …");
    std::size_t number = 0;
    if (!take(rest, " (")) return false;
    const auto [stop, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (fault != std::errc{}) return false;
    rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
    const bool whole = rest == " bytes)" || rest == " byte)";
    return whole && (shown.cut ? number > shown.bytes.size() : number == shown.bytes.size());
}

std::optional<Shown> read_quoted(std::string_view text) {
    constexpr std::string_view letters = "nrt\"\\";
    constexpr std::string_view meanings = "\n\r\t\"\\";
    Shown shown;
    for (std::size_t at = 1; at < text.size(); ++at) {
        shown.places.push_back(at);
        if (text[at] == '"') return read_end(text.substr(at + 1), shown) ? std::optional(shown) : std::nullopt;
        const auto letter = text[at] == '\\' && at + 1 < text.size() ? letters.find(text[at + 1]) : letters.npos;
        shown.bytes += letter == letters.npos ? text[at] : meanings[letter];
        if (letter != letters.npos) ++at;
    }
    return std::nullopt;
}

std::optional<Shown> read_hexadecimal(std::string_view text) {
    Shown shown;
    for (std::size_t at = 0; at + 2 <= text.size(); at += 3) {
        unsigned value = 0;
        const auto end = text.data() + at + 2;
        const auto [stop, fault] = std::from_chars(text.data() + at, end, value, 16);
        if (fault != std::errc{} || stop != end) return std::nullopt;
        shown.places.push_back(at);
        shown.bytes += static_cast<char>(value);
        const auto rest = text.substr(at + 2);
        if (rest.starts_with(" (") || rest.starts_with(" …")) {
            shown.places.push_back(at + 2);
            return read_end(rest, shown) ? std::optional(shown) : std::nullopt;
        }
    }
    return std::nullopt;
}

/// The text with the byte at `first` marked, or its end.
Markup marked(std::string_view text, const Shown& shown, std::size_t first) {
    if (shown.bytes.empty()) return html("<mark>{}</mark>", text);
    const auto begin = shown.places[first];
    if (first == shown.bytes.size())
        return html("{}<mark class=\"end\">ends here</mark>{}", text.substr(0, begin), text.substr(begin));
    const auto end = std::min(shown.places[first + 1], begin + 2); // An escape or two digits are two characters.
    const auto unit = text.substr(begin, end - begin);
    return html("{}<mark>{}</mark>{}", text.substr(0, begin), unit, text.substr(end));
}

/// A row of bytes as numbers and as text, the one at `first` marked in both.
Markup byte_row(std::string_view name, const Shown& shown, std::size_t from, std::size_t to, std::size_t first) {
    Markup numbers, letters;
    for (auto at = from; at < to; ++at) {
        if (at >= shown.bytes.size()) {
            numbers += at == first ? html("<mark class=\"end\">--</mark> ") : html("   ");
            continue;
        }
        const auto c = static_cast<unsigned char>(shown.bytes[at]);
        const std::string letter(1, c >= 0x20 && c < 0x7f ? static_cast<char>(c) : '.');
        numbers += at == first ? html("<mark>{:02x}</mark> ", unsigned{c}) : html("{:02x} ", unsigned{c});
        letters += at == first ? html("<mark>{}</mark>", letter) : html("{}", letter);
    }
    return html("{:<9}{} {}\n", name, numbers, letters);
}

std::string named(const Shown& shown, std::size_t at) {
    if (at == shown.bytes.size()) return "the end";
    const auto c = static_cast<unsigned char>(shown.bytes[at]);
    if (c > 0x20 && c < 0x7f) return fmt::format("{:02x} (“{}”)", c, static_cast<char>(c));
    const auto word = c == '\n' ? " (line feed)" : c == '\r' ? " (carriage return)" : c == ' ' ? " (space)" : "";
    return fmt::format("{:02x}{}", c, word);
}

Markup block(std::string_view label, std::string_view kind, const Markup& content) {
    return html("<div class=\"side {}\"><p class=\"label\">{}</p>\n<pre>\n{}</pre></div>\n", kind, label, content);
}

Markup both(const Markup& expected, const Markup& got) {
    return html("<div class=\"sides\">{}{}</div>\n", block("Expected", "wanted", expected), block("Got", "came", got));
}

} // namespace

std::optional<Shown> read_shown(std::string_view text) {
    if (text == "nothing (0 bytes)") return Shown{{}, {0}, false};
    return text.starts_with('"') ? read_quoted(text) : read_hexadecimal(text);
}

Sides side_by_side(std::string_view expected, std::string_view got) {
    const auto plain = [](std::string_view text) { return html("{}", cut_text(text, text_limit)); };
    const bool short_enough = expected.size() <= text_limit && got.size() <= text_limit;
    const auto wanted = short_enough ? read_shown(expected) : std::nullopt;
    const auto came = short_enough ? read_shown(got) : std::nullopt;
    if (!wanted || !came) return {both(plain(expected), plain(got)), false};
    const auto [there, here] =
        std::mismatch(wanted->bytes.begin(), wanted->bytes.end(), came->bytes.begin(), came->bytes.end());
    const auto first = static_cast<std::size_t>(there - wanted->bytes.begin());
    const bool past_wanted = first == wanted->bytes.size();
    const bool past_came = first == came->bytes.size();
    const bool unknown = (past_wanted && (wanted->cut || past_came)) || (past_came && came->cut);
    if (unknown) return {both(plain(expected), plain(got)), wanted->cut || came->cut};
    Sides sides;
    sides.blocks = both(marked(expected, *wanted, first), marked(got, *came, first));
    const auto from = first - std::min(first, before);
    const auto longer = std::max({wanted->bytes.size(), came->bytes.size(), first + 1});
    const auto to = std::min(from + row, longer);
    sides.blocks += html("<p class=\"first\">The first difference is at byte {}: expected {}, got {}.</p>\n", first,
                         named(*wanted, first), named(*came, first));
    sides.blocks += html("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Byte by byte\">"
                         "<pre class=\"rows\">\nfrom byte {}\n{}{}</pre></div>\n",
                         from, byte_row("expected", *wanted, from, to, first), byte_row("got", *came, from, to, first));
    return sides;
}

} // namespace counterpart::html
