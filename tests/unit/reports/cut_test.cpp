// Streams, texts and transcripts that are too long.
#include "reports/cut.hpp"

#include "reports/harmless.hpp"
#include "tests/golden/sample.hpp"
#include "tests/unit/reports/catch.hpp"

using namespace counterpart;

namespace {

bool same(const Captured& a, const Captured& b) {
    return a.head == b.head && a.tail == b.tail && a.omitted == b.omitted;
}

} // namespace

TEST_CASE("cut: front, back and an exact count") {
    struct Row {
        const char* name;
        Captured input;
        Captured output;
    };
    const auto row = GENERATE(values<Row>({
        {"empty", {}, {}},
        {"fits", {"0123456789", "", 0}, {"0123456789", "", 0}},
        {"head and tail with nothing between", {"01234", "56789", 0}, {"0123456789", "", 0}},
        {"one too many", {"0123456789a", "", 0}, {"01234", "6789a", 1}},
        {"omitted already", {"0123", "6789", 2}, {"0123", "6789", 2}},
        {"omitted, and too long", {"0123456", "3456789", 100}, {"01234", "56789", 104}},
        {"bytes are counted, not what shows", {"\x01\x01\x01\x01", "", 0}, {"\\x01", "\\x01", 2}},
        {"not within a character", {"abcd\xc3\xa9\xc3\xa9xyzw", "", 0}, {"abcd", "xyzw", 4}},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto once = cut(row.input, 10);
        CHECK(once.head == row.output.head);
        CHECK(once.tail == row.output.tail);
        CHECK(once.omitted == row.output.omitted);
        CHECK(same(cut(once, 10), once));
    }
}

TEST_CASE("cut: what was cut stays as it is") {
    std::string noise;
    for (int i = 0; i < 1000; ++i) noise += all_bytes();
    for (const std::size_t limit : {100u, 1000u, 65536u}) {
        const auto once = cut({noise, "", 0}, limit);
        CHECK(once.head.size() + once.tail.size() <= limit);
        CHECK(once.omitted > 0);
        CHECK(same(cut(once, limit), once));
    }
}

TEST_CASE("cut_text: within its limit, with the omission said") {
    CHECK(cut_text("short", 100) == "short");
    const auto cut_once = cut_text(std::string(1000, 'a') + std::string(1000, 'z'), 200);
    CHECK(cut_once.size() <= 200);
    CHECK(cut_once.starts_with("aaa"));
    CHECK(cut_once.ends_with("zzz"));
    CHECK(cut_once.find("\n… 1864 bytes omitted …\n") != std::string::npos);
    CHECK(cut_text(cut_once, 200) == cut_once);
}

TEST_CASE("cut_lines: whole lines from both ends") {
    const std::vector<std::string> lines(10, "0123456789");
    const auto all = cut_lines(lines, 100);
    CHECK(all.front == 10);
    CHECK(all.back == 10);
    const auto some = cut_lines(lines, 59);
    CHECK(some.front == 2);
    CHECK(some.back == 8);
    const auto none = cut_lines(lines, 5);
    CHECK(none.front == 0);
    CHECK(none.back == 10);
}

TEST_CASE("omission") {
    CHECK(omission(1) == "… 1 byte omitted …");
    CHECK(omission(1234) == "… 1234 bytes omitted …");
}
