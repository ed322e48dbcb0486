// Events as lines, and back.
#include "reports/event_line.hpp"

#include "tests/golden/sample.hpp"
#include "tests/unit/reports/catch.hpp"

using namespace counterpart;

namespace {

Event make(double at, int stage, Direction direction, std::string channel, std::string what, std::uint64_t bytes = 0,
           std::string data = {}) {
    return {Seconds(at), stage, direction, std::move(channel), std::move(what), bytes, std::move(data)};
}

} // namespace

TEST_CASE("event_line: written and read back") {
    struct Row {
        Event event;
        std::string line;
    };
    using enum Direction;
    const auto row = GENERATE(values<Row>({
        {make(0.0123456, 3, note, "", "exited with status 1"), "0.012346 -- exited with status 1"},
        {make(1, 3, from_candidate, "trigger", "connected"), "1.000000 <- [trigger] connected"},
        {make(0, 0, note, "", "started"), "0.000000 @0 -- started"},
        {make(2.5, 3, to_candidate, "upload", "sent", 2, "a\n"), "2.500000 -> [upload] sent, 2 bytes: \"a\\n\""},
        {make(2.5, 3, to_candidate, "upload", "sent", 1, "a"), "2.500000 -> [upload] sent, 1 byte: \"a\""},
        {make(2.5, 3, to_candidate, "upload", "sent", 300, "ab"), "2.500000 -> [upload] sent, 300 bytes: \"ab\"…"},
        {make(2.5, 3, to_candidate, "upload", "sent", 300), "2.500000 -> [upload] sent, 300 bytes"},
        {make(0, 3, note, "", "[odd]"), "0.000000 -- \\x5bodd]"},
        {make(0, 3, note, "a]b", "c: \"d\""), "0.000000 -- [a\\x5db] c: \\\"d\\\""},
        {make(0, 3, note, "a", "refused: no route", 3, "\"\"\""),
         "0.000000 -- [a] refused: no route, 3 bytes: \"\\\"\\\"\\\"\""},
    }));
    DYNAMIC_SECTION(row.line) {
        CHECK(event_line(row.event, 3) == row.line);
        const auto read = read_event_line(row.line, 3);
        REQUIRE(read);
        CHECK(read->stage == row.event.stage);
        CHECK(read->direction == row.event.direction);
        CHECK(read->channel == row.event.channel);
        CHECK(read->what == row.event.what);
        CHECK(read->bytes == row.event.bytes);
        CHECK(read->data == row.event.data);
        CHECK(read->at.count() == Approx(row.event.at.count()).margin(1e-6));
        CHECK(event_line(*read, 3) == row.line);
    }
}

TEST_CASE("event_line: every byte comes back, on one line") {
    const auto line = event_line(make(0, 1, Direction::note, all_bytes(), all_bytes(), 256, all_bytes()), 1);
    CHECK(line.find_first_of("\n\t\r") == std::string::npos);
    const auto read = read_event_line(line, 1);
    REQUIRE(read);
    CHECK(read->channel == all_bytes());
    CHECK(read->what == all_bytes());
    CHECK(read->data == all_bytes());
}

TEST_CASE("event_line: more data than an event may hold is not shown") {
    const auto line = event_line(make(0, 1, Direction::note, "", "sent", 1000, std::string(1000, 'x')), 1);
    CHECK(line.ends_with("x\"…"));
    CHECK(line.size() < 300);
}

TEST_CASE("read_event_line: what is no such line") {
    const auto line = GENERATE("", "standard output:", "remark: 0.1 -- x", "0.1", "0.1 >> x", "x -- y", "0.1 @x -- y");
    CHECK_FALSE(read_event_line(line, 1));
}
