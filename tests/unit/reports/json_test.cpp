// JSON that is broken, of another schema, or lacks members.
#include "reports/json_read.hpp"

#include "tests/unit/reports/catch.hpp"
#include "tests/unit/reports/temporary_directory.hpp"

using namespace counterpart;

TEST_CASE("read_json: what it cannot read, it names") {
    const TemporaryDirectory directory;
    CHECK_THROWS_WITH(read_json(directory.path / "none.json"), Catch::Contains("none.json: No such file or directory"));
    CHECK_THROWS_WITH(read_json(directory.path), Catch::Contains("it is a directory"));
    CHECK_THROWS_WITH(parse_json("{", "f"), Catch::Contains("f: not JSON"));
    CHECK_THROWS_WITH(parse_json("[]", "f"), Catch::Contains("its schema is not \"counterpart-result/1\""));
    CHECK_THROWS_WITH(parse_json(R"({"schema":"counterpart-result/2"})", "f"), Catch::Contains("its schema is not"));
    CHECK_THROWS_WITH(parse_json(R"({"schema":"counterpart-result/1","submissions":[{"name":7}]})", "f"),
                      Catch::Contains("f: not by reports/json-schema.json"));
    CHECK_THROWS_WITH(parse_json(R"({"schema":"counterpart-result/1","submissions":{}})", "f"),
                      Catch::Contains("f: not by reports/json-schema.json"));
}

TEST_CASE("read_json: missing members have their defaults") {
    const auto results = parse_json(R"({"schema":"counterpart-result/1","more":1,
        "submissions":[{"cases":[{"id":"c","points":1.5,"stages":[{}]}]}]})",
                                    "f");
    REQUIRE(results.submissions.size() == 1);
    CHECK(results.submissions[0].complete);
    CHECK(results.submissions[0].cases[0].points == 1.5);
    CHECK(results.submissions[0].cases[0].stages[0].verdict == Verdict::error);
}
