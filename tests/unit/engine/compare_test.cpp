// Comparisons of what came with what was expected: the same verdict however it came.
#include "harness/engine/compare.hpp"

#include "tests/unit/reports/catch.hpp"

#include <fmt/format.h>
#include <sstream>

using namespace counterpart;
using namespace counterpart::engine;
using namespace std::string_literals;
using scenario::Content;
using scenario::Flavour;

namespace {

constexpr std::size_t block = 65536; ///< what a comparison reads at once

Comparison compared(const Content& expected, const std::string& got, std::size_t piece) {
    Comparison comparison(expected);
    for (std::size_t at = 0; at < got.size(); at += piece)
        comparison.take(std::span(got).subspan(at, std::min(piece, got.size() - at)));
    return comparison;
}

std::string text_of(std::size_t size) { return Content::generated(Flavour::text, 7, size).string(); }

/// The text with another letter at one place.
std::string changed(std::string text, std::size_t at) {
    text[at] = text[at] == '#' ? '+' : '#';
    return text;
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
}

/// The bytes that stand above and below the caret in the rows of a difference, in hexadecimal.
std::pair<std::string, std::string> under_caret(const std::string& rows) {
    const auto all = lines(rows);
    REQUIRE(all.size() == 4);
    const auto caret = all[3].find("^^");
    REQUIRE(caret != std::string::npos);
    REQUIRE(all[3].find_first_not_of(' ') == caret);
    return {all[1].substr(caret, 2), all[2].substr(caret, 2)};
}

std::string hex(char c) { return fmt::format("{:02x}", static_cast<unsigned char>(c)); }

} // namespace

TEST_CASE("comparison: the same verdict in one piece, byte by byte, and in between") {
    struct Row {
        const char* name;
        std::string expected, got;
        std::string summary; ///< empty: all is as expected
    };
    const auto big = text_of(200000);
    const auto row = GENERATE_COPY(values<Row>({
        {"equal", "abc", "abc", ""},
        {"both empty", "", "", ""},
        {"equal, with NUL", "a\0b"s, "a\0b"s, ""},
        {"equal, of one block", big.substr(0, block), big.substr(0, block), ""},
        {"equal, of several blocks", big, big, ""},
        {"nothing came", "abc", "", "the upload is empty; 3 bytes were expected"},
        {"shorter", "abcdef", "abc", "the upload ends after 3 of 6 bytes"},
        {"shorter by one", "abc", "ab", "the upload ends after 2 of 3 bytes"},
        {"shorter, at a block's end", big, big.substr(0, block), "the upload ends after 65536 of 200000 bytes"},
        {"longer", "abc", "abcdef", "the upload has 3 bytes more than the 3 expected"},
        {"longer by one", "abc", "abc\n", "the upload has 1 byte more than the 3 expected"},
        {"longer than nothing", "", "x", "the upload has 1 byte more than the 0 expected"},
        {"longer, at a block's end", big.substr(0, block), big.substr(0, block + 1),
         "the upload has 1 byte more than the 65536 expected"},
        {"much longer", "abc", "abc" + big, "the upload has 200000 bytes more than the 3 expected"},
        {"another first byte", "abc", "xbc", "the upload differs from byte 0 on"},
        {"another byte in the middle", "abcdefghijklmnop", "abcdefghijkl#nop", "the upload differs from byte 12 on"},
        {"another last byte", "abc", "abd", "the upload differs from byte 2 on"},
        {"another last byte of a block", big, changed(big, block - 1), "the upload differs from byte 65535 on"},
        {"another first byte of a block", big, changed(big, block), "the upload differs from byte 65536 on"},
        {"another second byte of a block", big, changed(big, block + 1), "the upload differs from byte 65537 on"},
        {"another last byte of several blocks", big, changed(big, 199999), "the upload differs from byte 199999 on"},
        {"two differences", "abcdef", "aXcdeX", "the upload differs from byte 1 on"},
        {"different and shorter", "abcdef", "aX", "the upload differs from byte 1 on"},
        {"different and longer", "abc", "aXcdef", "the upload differs from byte 1 on"},
        {"one byte left out", "abcdef", "abdef", "the upload differs from byte 2 on"},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto whole = compared(Content(row.expected), row.got, std::string::npos);
        CHECK(whole.complete() == row.summary.empty());
        CHECK(whole.received() == row.got.size());
        const auto verdict = whole.verdict("the upload");
        REQUIRE(verdict.has_value() == !row.summary.empty());
        if (verdict) CHECK(verdict->summary == row.summary);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, block - 1, block, block + 1}) {
            INFO("in pieces of " << piece);
            const auto pieces = compared(Content(row.expected), row.got, piece);
            CHECK(pieces.complete() == whole.complete());
            CHECK(pieces.received() == whole.received());
            CHECK(pieces.difference() == whole.difference());
            CHECK((pieces.head() == whole.head()));
            const auto again = pieces.verdict("the upload");
            REQUIRE(again.has_value() == verdict.has_value());
            if (!verdict) continue;
            CHECK(again->summary == verdict->summary);
            CHECK(again->expected == verdict->expected);
            CHECK(again->got == verdict->got);
            CHECK(again->detail == verdict->detail);
        }
    }
}

TEST_CASE("comparison: what is wrong is known as soon as it came") {
    Comparison comparison(Content("abc"));
    CHECK_FALSE(comparison.complete());
    comparison.take("ab"s);
    CHECK_FALSE(comparison.difference());
    CHECK_FALSE(comparison.complete());
    comparison.take("c"s);
    CHECK(comparison.complete());
    comparison.take({});
    CHECK(comparison.complete());
    comparison.take("\n"s);
    CHECK(comparison.difference() == 3u);
    CHECK_FALSE(comparison.complete());
    comparison.take("x"s);
    CHECK(comparison.difference() == 3u); // the first
    CHECK(comparison.received() == 5);
    CHECK(comparison.expected().size() == 3);
}

TEST_CASE("comparison: what the miss tells") {
    const auto miss = compared(Content("0123456789abcdef\n"), "0123456789Xbcdef\n", 3).verdict("the reply");
    REQUIRE(miss);
    CHECK(miss->type == FailureType::mismatch);
    CHECK_FALSE(miss->harness);
    CHECK(miss->summary == "the reply differs from byte 10 on");
    CHECK(miss->expected == "\"0123456789abcdef\\n\" (17 bytes)");
    CHECK(miss->got == "\"0123456789Xbcdef\\n\" (17 bytes)");
    CHECK(miss->wanted == "0123456789abcdef\n");
    CHECK(miss->parts.at("") == "0123456789Xbcdef\n");
    CHECK(miss->detail ==
          "first difference at byte 10 (rows begin at byte 2):\n"
          "  expected 32 33 34 35 36 37 38 39 61 62 63 64 65 66 0a                             |23456789abcdef.|\n"
          "  got      32 33 34 35 36 37 38 39 58 62 63 64 65 66 0a                             |23456789Xbcdef.|\n"
          "                                   ^^");
}

TEST_CASE("comparison: the caret is under the first differing byte") {
    const auto text = text_of(70000);
    const std::size_t at = GENERATE(0u, 1u, 7u, 8u, 9u, 23u, 24u, 1000u, 65535u, 65536u, 65540u, 69999u);
    const std::size_t piece = GENERATE(1u, 70000u);
    INFO("byte " << at << ", in pieces of " << piece);
    const auto other = changed(text, at);
    const auto miss = compared(Content(text), other, piece).verdict("it");
    REQUIRE(miss);
    CHECK(under_caret(miss->detail) == std::pair(hex(text[at]), hex(other[at])));

    // Where it ends too soon, or goes on, there is a byte on one side only.
    const auto shorter = compared(Content(text), text.substr(0, at), piece).verdict("it");
    REQUIRE(shorter);
    CHECK(under_caret(shorter->detail) == std::pair(hex(text[at]), "  "s));
    const auto longer = compared(Content(text.substr(0, at)), text, piece).verdict("it");
    REQUIRE(longer);
    CHECK(under_caret(longer->detail) == std::pair("  "s, hex(text[at])));
}

TEST_CASE("comparison: large contents are judged as streams") {
    constexpr std::uint64_t size = 20u << 20;
    const auto expected = Content::generated(Flavour::bytes, 3, size);
    struct Row {
        const char* name;
        std::uint64_t cut, change; ///< how much comes, and which byte of it is another; ~0: none
        std::string summary, got;
    };
    const auto row = GENERATE(values<Row>({
        {"equal", size, ~0ull, "", ""},
        {"cut", size - 1, ~0ull, "it ends after 20971519 of 20971520 bytes", "20971519 bytes"},
        {"another byte at the end", size, size - 1, "it differs from byte 20971519 on", "20971520 bytes"},
        {"a beginning", 1 << 20, ~0ull, "it ends after 1048576 of 20971520 bytes", ""},
    }));
    DYNAMIC_SECTION(row.name) {
        Comparison comparison(expected);
        std::string piece(1 << 18, '\0');
        for (std::uint64_t at = 0; at < row.cut; at += piece.size()) {
            piece.resize(std::min<std::uint64_t>(piece.size(), row.cut - at));
            expected.read(at, piece);
            if (row.change >= at && row.change < at + piece.size()) piece[row.change - at] ^= 1;
            comparison.take(piece);
        }
        CHECK(comparison.head().size() == 1 << 20);
        const auto miss = comparison.verdict("it");
        REQUIRE(miss.has_value() == !row.summary.empty());
        if (!miss) return;
        CHECK(miss->summary == row.summary);
        CHECK(miss->expected == "20971520 bytes");
        if (!row.got.empty()) CHECK(miss->got == row.got);
        CHECK((miss->wanted == expected.string(size).substr(0, 1 << 20)));
    }
}

TEST_CASE("visible: bytes for a reader") {
    struct Row {
        const char* name;
        std::string bytes, shown;
    };
    const auto row = GENERATE(values<Row>({
        {"nothing", "", "nothing (0 bytes)"},
        {"one byte", "a", "\"a\" (1 byte)"},
        {"text", "1337", "\"1337\" (4 bytes)"},
        {"blanks", "a\tb\r\n", R"("a\tb\r\n" (5 bytes))"},
        {"quotes", R"(say "\n")", R"("say \"\\n\"" (8 bytes))"},
        {"binary", "\x05\x39", "05 39 (2 bytes)"},
        {"text with one byte that is none", "ab\0"s, "61 62 00 (3 bytes)"},
        {"UTF-8", "\xc3\xa9", "c3 a9 (2 bytes)"},
        {"DEL", "\x7f", "7f (1 byte)"},
        {"as long as is shown", std::string(160, 'x'), "\"" + std::string(160, 'x') + "\" (160 bytes)"},
        {"longer", std::string(161, 'x'), "\"" + std::string(160, 'x') + "\" … (161 bytes)"},
        {"binary, as long as is shown", std::string(32, '\1'),
         "01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 (32 bytes)"},
        {"binary, longer", std::string(33, '\1'),
         "01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 … (33 "
         "bytes)"},
        {"text, binary only beyond what is shown", std::string(160, 'x') + "\1",
         "\"" + std::string(160, 'x') + "\" … (161 bytes)"},
    }));
    DYNAMIC_SECTION(row.name) { CHECK(visible(row.bytes) == row.shown); }
    CHECK(visible("abcdef", 3) == "\"abc\" … (6 bytes)");
    CHECK(visible("\1\2\3\4", 2) == "01 02 … (4 bytes)");
}

TEST_CASE("difference_rows: rows of 24 bytes, and the caret") {
    struct Row {
        const char* name;
        std::string expected, got;
        std::uint64_t offset, first;
        std::string expected_text, got_text;
        std::size_t caret; ///< its column
    };
    const auto row = GENERATE(values<Row>({
        {"at the beginning", "a", "b", 0, 0, "|a|", "|b|", 11},
        {"in the row", "abc", "abd", 0, 2, "|abc|", "|abd|", 17},
        {"beyond byte 8", "89abcdefgh", "89abcdefgX", 992, 1001, "|89abcdefgh|", "|89abcdefgX|", 38},
        {"what does not print", "\x1b[0m\n", "\xff", 0, 0, "|.[0m.|", "|.|", 11},
        {"nothing came", "abc", "", 0, 0, "|abc|", "||", 11},
        {"cut after 24", std::string(30, 'a'), std::string(30, 'b'), 0, 0, "|" + std::string(24, 'a') + "|",
         "|" + std::string(24, 'b') + "|", 11},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto all = lines(difference_rows(row.expected, row.got.substr(0, 24), row.offset, row.first));
        REQUIRE(all.size() == 4);
        CHECK(all[0] == fmt::format("first difference at byte {} (rows begin at byte {}):", row.first, row.offset));
        CHECK(all[1].starts_with("  expected "));
        CHECK(all[2].starts_with("  got      "));
        CHECK(all[1].substr(all[1].find('|')) == row.expected_text);
        CHECK(all[2].substr(all[2].find('|')) == row.got_text);
        CHECK(all[1].find('|') == all[2].find('|'));
        CHECK(all[3] == std::string(row.caret, ' ') + "^^");
    }
}
