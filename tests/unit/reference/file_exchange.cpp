/// The reference wire format by table, the report line, and the progress bar.
#include "reference/file-exchange/exchange.hpp"
#include "reference/file-exchange/wire_format.hpp"
#include "reference/wire/progress.hpp"
#include <catch2/catch.hpp>

using namespace counterpart;
using namespace counterpart::file_exchange;

TEST_CASE("request lines that are understood") {
    struct Row {
        const char* line;
        Kind kind;
        std::uint64_t size;
        std::string name;
    };
    const auto row = GENERATE(values<Row>({{"LIST", Kind::list, 0, ""},
                                           {"GET a", Kind::get, 0, "a"},
                                           {"GET a  b ", Kind::get, 0, "a  b "},
                                           {"PUT 0 a", Kind::put, 0, "a"},
                                           {"PUT 9223372036854775807 5 x", Kind::put, 9223372036854775807U, "5 x"}}));
    CAPTURE(row.line);
    const auto request = parse_request(row.line);
    REQUIRE(request.has_value());
    CHECK(request->kind == row.kind);
    CHECK(request->size == row.size);
    CHECK(request->name == row.name);
    CHECK(request_line(*request) == std::string(row.line) + "\n");
}

TEST_CASE("request lines that are refused") {
    struct Row {
        const char* line;
        ErrorType type;
    };
    const auto row = GENERATE(values<Row>({{"", ErrorType::bad_request},
                                           {"LIST ", ErrorType::bad_request},
                                           {"list", ErrorType::bad_request},
                                           {"DELETE x", ErrorType::bad_request},
                                           {"PUT x", ErrorType::bad_request},
                                           {"PUT -1 x", ErrorType::bad_request},
                                           {"PUT +1 x", ErrorType::bad_request},
                                           {"PUT  x", ErrorType::bad_request},
                                           {"PUT 1.5 x", ErrorType::bad_request},
                                           {"PUT 9223372036854775808 x", ErrorType::bad_request},
                                           {"PUT 1", ErrorType::bad_name},
                                           {"GET", ErrorType::bad_name},
                                           {"GET ..", ErrorType::bad_name},
                                           {"PUT 1 a/b", ErrorType::bad_name}}));
    CAPTURE(row.line);
    const auto request = parse_request(row.line);
    REQUIRE(request.has_error());
    CHECK(request.error().type == row.type);
    CHECK_FALSE(request.error().message.empty());
}

TEST_CASE("reply lines") {
    CHECK(*parse_reply("OK 0") == 0);
    CHECK(*parse_reply("OK 9223372036854775807") == 9223372036854775807U);
    for (const char* wrong :
         {"", "OK", "OK ", "OK -1", "OK -0", "OK 1 ", "OK x", "ok 1", "ERROR", "ERROR strange x", "HTTP/1.1"}) {
        CAPTURE(wrong);
        REQUIRE(parse_reply(wrong).has_error());
        CHECK(parse_reply(wrong).error().type == ErrorType::bad_request);
    }
    for (const auto type : {ErrorType::exists, ErrorType::not_found, ErrorType::bad_name, ErrorType::bad_request,
                            ErrorType::too_large, ErrorType::io}) {
        std::string line = error_line({type, "a\nmessage"});
        CHECK(line.back() == '\n');
        line.pop_back();
        CHECK(parse_reply(line).error().type == type);
        CHECK(parse_reply(line).error().message == "a\\x0amessage");
    }
    CHECK(ok_line(12) == "OK 12\n");
}

TEST_CASE("a report is one line with peer, request, name and outcome") {
    const std::string good = report("127.0.0.1 5", "put", "a\nb", std::uint64_t{3});
    CHECK_THAT(good, Catch::Matchers::EndsWith("Z 127.0.0.1 5 put a\\x0ab: success, 3 bytes"));
    const std::string bad = report("h 5", "list", "", Refusal{ErrorType::io, "gone"});
    CHECK_THAT(bad, Catch::Matchers::EndsWith("Z h 5 list: failure, io: gone"));
}

TEST_CASE("a progress bar") {
    CHECK(wire::bar_text(12'500'000, 25'000'000) == "[==========          ]  50 %  12.5 of 25.0 MB");
    CHECK(wire::bar_text(0, 0) == "[====================] 100 %  0.0 of 0.0 MB");
    CHECK(wire::bar_text(9, 3) == "[====================] 100 %  0.0 of 0.0 MB");
}
