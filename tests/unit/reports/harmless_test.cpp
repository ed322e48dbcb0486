// Tables for every way in which bytes can do harm, and random bytes.
#include "reports/harmless.hpp"

#include "tests/golden/sample.hpp"
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/reports/xml_characters.hpp"

#include <fmt/format.h>
#include <random>
#include <set>

using namespace counterpart;
using namespace std::string_literals;

namespace {

struct Row {
    const char* name;
    std::string input;
    std::string output;
};

/// Bytes of the kinds that matter, mixed: random ones, pieces of UTF-8, of markers and of escapes.
std::string random_blob(std::mt19937& random, std::size_t size) {
    static const std::vector<std::string> pieces{"[[ATTACHMENT|",
                                                 "[[PROPERTY|",
                                                 "[",
                                                 "\\x5b",
                                                 "\\",
                                                 "\"",
                                                 "\n",
                                                 "\xc3\xa9",
                                                 "\xe2\x80\xae",
                                                 "\xef\xbf\xbf",
                                                 "\xed\xa0\x80",
                                                 "\xf0\x9f\x98\x80",
                                                 "\xf4\x90\x80\x80",
                                                 "\xe2\x80",
                                                 "\x1b[31m",
                                                 "\0"s,
                                                 "]]>",
                                                 "…"};
    std::string blob;
    while (blob.size() < size) {
        const auto pick = random();
        if (pick % 3 == 0)
            blob += pieces[pick / 3 % pieces.size()];
        else
            blob += static_cast<char>(pick / 3);
    }
    return blob;
}

} // namespace

TEST_CASE("harmless: each of the 256 bytes alone") {
    for (int c = 0; c < 256; ++c) {
        const bool kept = c == '\t' || c == '\n' || (c >= 0x20 && c < 0x7f);
        const std::string byte(1, static_cast<char>(c));
        CHECK(harmless(byte) == (kept ? byte : fmt::format("\\x{:02x}", c)));
    }
}

TEST_CASE("harmless: sequences") {
    const auto row = GENERATE(values<Row>({
        {"nothing", "", ""},
        {"terminal colours", "\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"},
        {"window title", "\x1b]0;owned\x07", "\\x1b]0;owned\\x07"},
        {"carriage return", "a\r\nb", "a\\x0d\nb"},
        {"NUL", "a\0b"s, "a\\x00b"},
        {"two bytes", "caf\xc3\xa9", "caf\xc3\xa9"},
        {"three bytes", "\xe2\x98\x83", "\xe2\x98\x83"},
        {"four bytes", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
        {"the last code point, which is none", "\xf4\x8f\xbf\xbf", "\\xf4\\x8f\\xbf\\xbf"},
        {"beyond the last", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
        {"Latin-1", "caf\xe9!", "caf\\xe9!"},
        {"overlong slash, two bytes", "\xc0\xaf", "\\xc0\\xaf"},
        {"overlong slash, three bytes", "\xe0\x80\xaf", "\\xe0\\x80\\xaf"},
        {"overlong slash, four bytes", "\xf0\x80\x80\xaf", "\\xf0\\x80\\x80\\xaf"},
        {"surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80"},
        {"surrogate pair", "\xed\xa0\xbd\xed\xb8\x80", "\\xed\\xa0\\xbd\\xed\\xb8\\x80"},
        {"before the surrogates", "\xed\x9f\xbf", "\xed\x9f\xbf"},
        {"after the surrogates", "\xee\x80\x80", "\xee\x80\x80"},
        {"cut character", "\xe2\x98", "\\xe2\\x98"},
        {"cut by ASCII",
         "\xe2\x98"
         "A",
         "\\xe2\\x98"
         "A"},
        {"lone continuation", "\x80", "\\x80"},
        {"C1 as UTF-8",
         "\xc2\x9b"
         "31m",
         "\\xc2\\x9b31m"},
        {"first after C1", "\xc2\xa0", "\xc2\xa0"},
        {"U+FFFE", "\xef\xbf\xbe", "\\ufffe"},
        {"U+BFFFE", "\xf2\xbf\xbf\xbe", "\\xf2\\xbf\\xbf\\xbe"},
        {"U+FFFF", "\xef\xbf\xbf", "\\uffff"},
        {"U+FFFD", "\xef\xbf\xbd", "\xef\xbf\xbd"},
        {"U+FDD0", "\xef\xb7\x90", "\\ufdd0"},
        {"right-to-left override",
         "a\xe2\x80\xae"
         "b",
         "a\\u202eb"},
        {"first isolate", "\xe2\x81\xa6", "\\u2066"},
        {"last isolate", "\xe2\x81\xa9", "\\u2069"},
        {"right-to-left mark", "\xe2\x80\x8f", "\\u200f"},
        {"line separator", "\xe2\x80\xa8", "\\u2028"},
        {"attachment", "[[ATTACHMENT|/etc/passwd]]", "[\\x5bATTACHMENT|/etc/passwd]]"},
        {"property", "[[PROPERTY|a=b]]", "[\\x5bPROPERTY|a=b]]"},
        {"one bracket more", "[[[ATTACHMENT|x]]", "[[\\x5bATTACHMENT|x]]"},
        {"marker cut off", "[[ATTACHMENT", "[[ATTACHMENT"},
        {"no marker", "[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"},
        {"what harmless wrote", "\\x1b[\\x5bATTACHMENT|", "\\x1b[\\x5bATTACHMENT|"},
    }));
    DYNAMIC_SECTION(row.name) {
        CHECK(harmless(row.input) == row.output);
        CHECK(harmless(row.output) == row.output);
    }
}

TEST_CASE("harmless: random bytes become XML text, once and for all") {
    std::mt19937 random(20260131);
    for (int round = 0; round < 500; ++round) {
        const auto blob = random_blob(random, 1 + random() % 4096);
        const auto text = harmless(blob);
        REQUIRE(is_xml_text(text));
        REQUIRE(harmless(text) == text);
        REQUIRE(text.size() <= 4 * blob.size());
        REQUIRE(text.find('\r') == std::string::npos);
        REQUIRE(text.find("[[ATTACHMENT|") == std::string::npos);
        REQUIRE(text.find("[[PROPERTY|") == std::string::npos);

        const auto line = escaped(blob);
        REQUIRE(unescaped(line) == blob);
        REQUIRE(harmless(line) == line);
        REQUIRE(line.find_first_of("\n\t") == std::string::npos);
    }
}

TEST_CASE("harmless: a megabyte takes no time to speak of") {
    std::mt19937 random(1);
    const auto blob = random_blob(random, 1 << 20);
    CHECK(harmless(blob).size() > blob.size());
    CHECK(harmless(std::string(1 << 20, '[')).size() == 1 << 20);
}

TEST_CASE("harmless_line: one line, cut between characters") {
    struct Cut {
        const char* name;
        std::string input;
        std::size_t limit;
        std::string output;
    };
    const auto row = GENERATE(values<Cut>({
        {"fits", "abc", 3, "abc"},
        {"one too long", "abcd", 3, "ab…"},
        {"one character", "abcd", 1, "…"},
        {"none", "abcd", 0, ""},
        {"lines", "a\nb\tc", 10, "a b c"},
        {"wide, fits", "\xc3\xa9\xc3\xa9\xc3\xa9", 3, "\xc3\xa9\xc3\xa9\xc3\xa9"},
        {"wide, cut", "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 3, "\xc3\xa9\xc3\xa9…"},
        {"four bytes each", "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 2, "\xf0\x9f\x98\x80…"},
        {"escapes count as they show", "\x1b\x1b", 4, "\\x1…"},
        {"a megabyte", std::string(1 << 20, 'x'), 5, "xxxx…"},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto line = harmless_line(row.input, row.limit);
        CHECK(line == row.output);
        CHECK(harmless_line(line, row.limit) == line);
    }
}

TEST_CASE("harmless_line: any cut of any bytes is XML text and stays as it is") {
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        const auto blob = random_blob(random, 1 + random() % 200);
        const auto limit = random() % 100;
        const auto line = harmless_line(blob, limit);
        REQUIRE(is_xml_text(line));
        REQUIRE(line.find('\n') == std::string::npos);
        REQUIRE(harmless_line(line, limit) == line);
    }
}

TEST_CASE("escaped and unescaped") {
    CHECK(escaped("a\n\"b\"\t\\\r\0"s) == "a\\n\\\"b\\\"\\t\\\\\\r\\x00");
    CHECK(unescaped(escaped(all_bytes())) == all_bytes());
    CHECK(unescaped("\\q \\x4 \\x-1 \\u12 \\") == "\\q \\x4 \\x-1 \\u12 \\");
    CHECK(unescaped("\\u202e") == "\xe2\x80\xae");
}

TEST_CASE("front_that_fits and back_that_fits") {
    CHECK(front_that_fits("abc", 2) == 2);
    CHECK(back_that_fits("abc", 2) == 2);
    CHECK(front_that_fits("\x1b\x1b", 7) == 1);
    CHECK(back_that_fits("\x1b\x1b", 7) == 1);
    CHECK(front_that_fits("a\xc3\xa9", 2) == 1);
    CHECK(back_that_fits("\xc3\xa9"
                         "a",
                         2) == 1);
    CHECK(back_that_fits("\xc3\xa9"
                         "a",
                         3) == 3);
    CHECK(back_that_fits("", 10) == 0);
    std::mt19937 random(3);
    for (int round = 0; round < 500; ++round) {
        const std::string blob = random_blob(random, random() % 300);
        const auto limit = random() % 300;
        const auto front = front_that_fits(blob, limit);
        const auto back = back_that_fits(blob, limit);
        REQUIRE(harmless(std::string_view(blob).substr(0, front)).size() <= limit);
        REQUIRE(harmless(std::string_view(blob).substr(blob.size() - back)).size() <= limit);
    }
}

TEST_CASE("file_name_of: names that are fit stay as they are") {
    for (const auto* name : {"alice.py", "Doe, Jane_123", "bob-2", "a.b.c", "x@y+z=1", "Zo\xc3\xab"}) {
        CHECK(file_name_of(name) == name);
    }
    CHECK(file_name_of("bob (2)").starts_with("bob _2_-"));
}

TEST_CASE("file_name_of: every other name becomes fit, and stays distinct") {
    const std::vector<std::string> names{"",
                                         ".",
                                         "..",
                                         "...",
                                         "/",
                                         "a/b",
                                         "a\\b",
                                         "a_b",
                                         "../../etc/passwd",
                                         ".hidden",
                                         "-rf",
                                         "a\nb",
                                         "a\0b"s,
                                         "a\x1b[31mb",
                                         "a:b",
                                         "CON?",
                                         "<script>",
                                         "\xff",
                                         "\xfe",
                                         "a\xe2\x80\xae"
                                         "b",
                                         "[[ATTACHMENT|x]]",
                                         std::string(121, 'x'),
                                         std::string(122, 'x'),
                                         std::string(5000, 'x'),
                                         std::string(5001, 'x'),
                                         std::string(200, '\xc3'),
                                         file_name_of("a/b"),
                                         "a_b-0123abcd"};
    std::set<std::string> seen;
    for (const auto& name : names) {
        const auto file = file_name_of(name);
        INFO(file);
        CHECK(seen.insert(file).second);
        CHECK(file.size() <= 120);
        CHECK(file.size() > 0);
        CHECK(file[0] != '.');
        CHECK(file[0] != '-');
        CHECK(is_xml_text(file));
        CHECK(file.find_first_of("/\\:*?\"<>|\n\t'`$&;()[]{}!#%^~") == std::string::npos);
    }
    std::string wide;
    for (int i = 0; i < 100; ++i) wide += "\xe2\x98\x83";
    CHECK(is_xml_text(file_name_of(wide)));
    CHECK(file_name_of(wide).size() <= 120);
}
