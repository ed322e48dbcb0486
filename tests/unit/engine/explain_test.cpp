// Explanations: which slip is recognised, what is tolerated, and the text of a failure.
#include "harness/engine/compare.hpp"
#include "harness/engine/explain.hpp"

#include "tests/unit/reports/catch.hpp"

using namespace counterpart;
using namespace counterpart::engine;
using namespace std::string_literals;
using scenario::Content;
using scenario::Step;
using scenario::Template;
using scenario::Values;

namespace {

using Attributes = std::map<std::string, std::string>;

Step pattern(const std::string& kind, const Attributes& attributes) {
    Step step;
    step.kind = kind;
    for (const auto& [name, text] : attributes) {
        const bool expression = name == "matches" || name == "errors" || name == "state";
        step.attributes.emplace(name, (expression ? Template::parse_pattern(text) : Template::parse(text)).value());
    }
    return step;
}

Step with(std::vector<Step> children) {
    Step step;
    step.kind = "receive";
    step.children = std::move(children);
    return step;
}

Values sample_values() {
    Values values(1);
    values.set("port", Content("1337"));
    values.set("dots", Content("a.c"));
    return values;
}

/// A miss of what came in place of what was wanted.
Miss missed(const std::string& got, const std::string& wanted = "1337") {
    Miss miss;
    miss.parts[""] = got;
    miss.wanted = wanted;
    return miss;
}

/// A miss of one part of a message.
Miss missed_part(const std::string& part, const std::string& got) {
    Miss miss;
    miss.parts = {{"", "the whole message"}, {"status", "404"}, {"body", "text"}};
    miss.parts[part] = got;
    miss.part = part;
    return miss;
}

std::string slip_of(Miss miss, const std::vector<Step>& slips) {
    recognise_slip(miss, with(slips), sample_values());
    return miss.slip;
}

} // namespace

TEST_CASE("slip: what came is looked at") {
    struct Row {
        const char* name;
        Attributes conditions;
        std::string got;
        bool holds;
    };
    const auto row = GENERATE(values<Row>({
        {"no condition", {}, "x", true},
        {"equals", {{"equals", "80"}}, "80", true},
        {"equals, all of it", {{"equals", "80"}}, "80\n", false},
        {"equals nothing", {{"equals", ""}}, "", true},
        {"equals bytes", {{"equals", "{port|u16be}"}}, "\x05\x39", true},
        {"equals other bytes", {{"equals", "{port|u16be}"}}, "\x39\x05", false},
        {"equals an escape", {{"equals", R"({port}\r\n)"}}, "1337\r\n", true},
        {"matches", {{"matches", "3"}}, "1337", true},
        {"matches at the beginning", {{"matches", "^3"}}, "1337", false},
        {"matches a quantifier", {{"matches", "^[0-9]{4}$"}}, "1337", true},
        {"matches over lines", {{"matches", "a.*b"}}, "a\nb", true},
        {"matches any byte", {{"matches", R"(\xff.\x00)"}}, "\xff\xfe\0"s, true},
        {"matches a value", {{"matches", "^{port} $"}}, "1337 ", true},
        {"matches a value, quoted", {{"matches", "^{dots}$"}}, "abc", false},
        {"matches a value with dots", {{"matches", "^{dots}$"}}, "a.c", true},
        {"matches nothing", {{"matches", "^$"}}, "", true},
        {"both", {{"equals", "1337 "}, {"matches", " $"}}, "1337 ", true},
        {"only one of both", {{"equals", "1337"}, {"matches", " $"}}, "1337", false},
    }));
    DYNAMIC_SECTION(row.name) {
        auto conditions = row.conditions;
        conditions["says"] = "recognised";
        CHECK(slip_of(missed(row.got), {pattern("slip", conditions)}) == (row.holds ? "recognised" : ""));
    }
}

TEST_CASE("slip: how what came relates to what was wanted") {
    struct Row {
        const char* name;
        std::string wanted, got;
        std::vector<std::string> holds;
    };
    const auto row = GENERATE(values<Row>({
        {"nothing", "abc", "", {"empty"}},
        {"a beginning", "abc", "ab", {"shorter"}},
        {"an end", "abc", "bc", {}},
        {"more", "abc", "abcd", {"longer"}},
        {"more in front", "abc", "xabc", {}},
        {"a newline more", "abc", "abc\n", {"longer", "the-same-but-newlines"}},
        {"a newline less", "abc\n", "abc", {"shorter", "the-same-but-newlines"}},
        {"other newlines", "a\nb\n", "a\r\nb\r\n", {"the-same-but-newlines"}},
        {"no newlines", "a\nb\n", "ab", {"the-same-but-newlines"}},
        {"a newline for nothing", "", "\n", {"longer", "the-same-but-newlines"}},
        {"the same", "abc", "abc", {}},
        {"another", "abc", "xyz", {}},
    }));
    DYNAMIC_SECTION(row.name) {
        std::vector<std::string> holds;
        for (const std::string is : {"empty", "shorter", "longer", "the-same-but-newlines", "made-up"})
            if (!slip_of(missed(row.got, row.wanted), {pattern("slip", {{"is", is}, {"says", "yes"}})}).empty())
                holds.push_back(is);
        CHECK(holds == row.holds);
    }
}

TEST_CASE("slip: a large content that differs is not taken for a longer one") {
    Comparison comparison(Content::generated(scenario::Flavour::bytes, 1, 4u << 20));
    comparison.take("something else"s);
    const auto miss = comparison.verdict("the upload");
    REQUIRE(miss);
    for (const std::string is : {"empty", "shorter", "longer", "the-same-but-newlines"})
        CHECK(slip_of(*miss, {pattern("slip", {{"is", is}, {"says", is}})}).empty());
    Comparison cut(Content::generated(scenario::Flavour::bytes, 1, 4u << 20));
    cut.take(Content::generated(scenario::Flavour::bytes, 1, 65536).string());
    CHECK(slip_of(*cut.verdict("the upload"), {pattern("slip", {{"is", "shorter"}, {"says", "cut"}})}) == "cut");
}

TEST_CASE("slip: the cause, the program's last words and what it was doing") {
    struct Row {
        const char* name;
        Attributes conditions;
        bool holds;
    };
    const auto row = GENERATE(values<Row>({
        {"the cause", {{"cause", "timeout"}}, true},
        {"another cause", {{"cause", "crash"}}, false},
        {"errors", {{"errors", "NameError: .*srv_port"}}, true},
        {"errors over lines", {{"errors", "Traceback.*NameError"}}, true},
        {"errors with a value", {{"errors", "line {port}"}}, true},
        {"other errors", {{"errors", "KeyError"}}, false},
        {"state", {{"state", "accept"}}, true},
        {"another state", {{"state", "recv"}}, false},
        {"all", {{"cause", "timeout"}, {"errors", "NameError"}, {"state", "accept"}, {"matches", "^$"}}, true},
        {"all but one", {{"cause", "timeout"}, {"errors", "NameError"}, {"state", "recv"}, {"matches", "^$"}}, false},
    }));
    Miss miss;
    miss.type = FailureType::timeout;
    miss.errors = "Traceback (most recent call last):\n  line 1337\nNameError: name 'srv_port' is not defined";
    miss.state = "waiting in accept";
    DYNAMIC_SECTION(row.name) {
        auto conditions = row.conditions;
        conditions["says"] = "recognised";
        CHECK(slip_of(miss, {pattern("slip", conditions)}) == (row.holds ? "recognised" : ""));
    }
}

TEST_CASE("slip: every cause is named as reports name it") {
    using enum FailureType;
    for (const auto type : {mismatch, timeout, closed, reset, refused, crash, extra, order})
        for (const auto other : {mismatch, timeout, closed, reset, refused, crash, extra, order}) {
            Miss miss;
            miss.type = type;
            const auto slip = pattern("slip", {{"cause", std::string(to_string(other))}, {"says", "yes"}});
            CHECK(slip_of(miss, {slip}) == (type == other ? "yes" : ""));
        }
}

TEST_CASE("slip: parts of a message") {
    struct Row {
        const char* name;
        Attributes conditions;
        bool holds;
    };
    const auto row = GENERATE(values<Row>({
        {"the part that was wrong", {{"part", "status"}, {"equals", "404"}}, true},
        {"it is another value", {{"part", "status"}, {"equals", "400"}}, false},
        {"a part that was right", {{"part", "body"}, {"equals", "text"}}, false},
        {"a part that is not there", {{"part", "target"}}, false},
        {"the whole", {{"matches", "^the whole message$"}}, true},
    }));
    DYNAMIC_SECTION(row.name) {
        auto conditions = row.conditions;
        conditions["says"] = "recognised";
        CHECK(slip_of(missed_part("status", "404"), {pattern("slip", conditions)}) == (row.holds ? "recognised" : ""));
    }
    Miss only_part;
    only_part.part = "value";
    only_part.parts["value"] = "7";
    CHECK(slip_of(only_part, {pattern("slip", {{"equals", "7"}, {"says", "{got}"}})}) == "7"); // no whole: its part
}

TEST_CASE("slip: what it says") {
    struct Row {
        const char* name;
        std::string says, got, said;
    };
    const auto row = GENERATE(values<Row>({
        {"a sentence", "the port is wrong", "x", "the port is wrong"},
        {"a value", "it is not {port}", "x", "it is not 1337"},
        {"what came", "'{got}' came", "80", "'80' came"},
        {"what came, as bytes", "2 binary bytes: {got}", "\x05\x39", "2 binary bytes: 05 39"},
        {"bytes with a line end", "2 binary bytes: {got}", "\n9", "2 binary bytes: 0a 39"},
        {"lines of text", "it says: {got}", "Traceback:\n  line 3\n", "it says: Traceback:   line 3 "},
        {"what came, with a newline", "{got}", "80\n", "38 30 0a"},
        {"what came, with NUL", "{got}", "\0"s, "00"},
        {"what came, in UTF-8", "{got}", "caf\xc3\xa9", "caf\xc3\xa9"},
        {"nothing came", "'{got}'", "", "''"},
        {"much came", "{got}", std::string(200, 'x'), std::string(120, 'x')},
        {"many bytes came", "{got}", std::string(200, '\1'),
         "01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01"},
        {"a filter", "{got|upper} for {port|last:2}", "abc", "ABC for 37"},
        {"its length", "{got|length} characters", "abc", "3 characters"},
    }));
    DYNAMIC_SECTION(row.name) { CHECK(slip_of(missed(row.got), {pattern("slip", {{"says", row.says}})}) == row.said); }
}

TEST_CASE("slip: the first that holds, and only slips") {
    const std::vector<Step> slips{
        pattern("tolerate", {{"says", "no slip"}}),
        pattern("header", {{"name", "A"}}),
        pattern("slip", {{"equals", "80"}, {"says", "first"}}),
        pattern("slip", {{"matches", "8"}, {"says", "second"}, {"requirement", "S-2"}}),
        pattern("slip", {{"says", "last"}}),
    };
    CHECK(slip_of(missed("80"), slips) == "first");
    CHECK(slip_of(missed("8"), slips) == "second");
    CHECK(slip_of(missed("x"), slips) == "last");
    CHECK(slip_of(missed("x"), {}).empty());

    auto miss = missed("80");
    miss.requirement = "S-1";
    recognise_slip(miss, with(slips), sample_values());
    CHECK(miss.requirement == "S-1"); // the first says nothing of it
    miss = missed("8");
    miss.requirement = "S-1";
    recognise_slip(miss, with(slips), sample_values());
    CHECK(miss.requirement == "S-2");
}

TEST_CASE("tolerated: also right, with a remark") {
    struct Row {
        const char* name;
        Attributes conditions;
        std::string got, remark;
    };
    const auto row = GENERATE(values<Row>({
        {"equals", {{"equals", R"({port}\n)"}}, "1337\n", "remark of 1337"},
        {"equals, all of it", {{"equals", R"({port}\n)"}}, "1337\n\n", ""},
        {"matches", {{"matches", R"(\s*{port}\s*)"}}, " 1337\n", "remark of 1337"},
        {"matches, all of it", {{"matches", R"({port}\s*)"}}, "x1337", ""},
        {"both", {{"equals", "1337 "}, {"matches", ".* "}}, "1337 ", "remark of 1337"},
        {"only one of both", {{"equals", "1337"}, {"matches", ".* "}}, "1337 ", ""},
        {"a part that was not wrong", {{"part", "body"}, {"equals", "1337"}}, "1337", ""},
        {"anything", {}, "x", "remark of 1337"},
    }));
    DYNAMIC_SECTION(row.name) {
        auto conditions = row.conditions;
        conditions["says"] = "remark of {port}";
        const auto step = with({pattern("slip", {{"says", "no"}}), pattern("tolerate", conditions)});
        auto miss = missed(row.got);
        CHECK(tolerated(miss, step, sample_values()).value_or("") == row.remark);
        // Only another value is tolerated, never a silence or the harness's own trouble.
        miss.type = FailureType::timeout;
        CHECK_FALSE(tolerated(miss, step, sample_values()));
        miss = missed(row.got);
        miss.harness = true;
        CHECK_FALSE(tolerated(miss, step, sample_values()));
    }
    CHECK_FALSE(tolerated(missed("x"), with({}), sample_values()));
    const auto by_part = with({pattern("tolerate", {{"part", "status"}, {"matches", "40."}, {"says", "fine"}})});
    CHECK(tolerated(missed_part("status", "404"), by_part, sample_values()) == "fine");
    CHECK_FALSE(tolerated(missed_part("body", "404"), by_part, sample_values()));
}

TEST_CASE("found_in: expressions over bytes") {
    CHECK(found_in("b", "abc"));
    CHECK_FALSE(found_in("b", "abc", true));
    CHECK(found_in("a.c", "a\nc", true));
    CHECK(found_in("^...$", "\xff\0\x80"s, true));
    CHECK(found_in("", "abc"));
    CHECK_FALSE(found_in("", "abc", true));
    CHECK_FALSE(found_in("A", "a"));
    CHECK(found_in("(?i)A", "a"));
    CHECK(place_of("b+", "abbc") == 1);
    CHECK(place_of("", "abc") == 0);
    CHECK_FALSE(place_of("d", "abc"));
    CHECK_THROWS_WITH(found_in("(", ""), "'(' is no regular expression: missing ): (");
}

TEST_CASE("explain: the text stands alone") {
    const scenario::Requirement requirement{"CS-3.2", Level::should, 3, "It sends srv_port as digits."};
    const scenario::MapStage stage{3, "the port is announced", "manager", "remote", "MANAGER sends its port."};
    Miss miss;
    miss.type = FailureType::timeout;
    miss.summary = "the port differs from byte 0 on";
    miss.expected = "\"1337\" (4 bytes)";
    miss.got = "05 39 (2 bytes)";
    miss.detail = "first line\nsecond line";
    miss.slip = "the port came as 2 binary bytes: 05 39";
    miss.state = "waiting in recv";
    miss.errors = "Traceback:\nOSError";
    const auto failure = explain(miss, {&requirement, &stage, "Announces its port", "counterpart run x --seed 7"});
    CHECK(failure.text == "the port differs from byte 0 on\n"
                          "likely slip: the port came as 2 binary bytes: 05 39\n"
                          "requirement CS-3.2 (should): It sends srv_port as digits.\n"
                          "stage 3: the port is announced\n"
                          "  MANAGER sends its port.\n"
                          "case: Announces its port\n"
                          "expected: \"1337\" (4 bytes)\n"
                          "got:      05 39 (2 bytes)\n"
                          "  first line\n"
                          "  second line\n"
                          "the program was: waiting in recv\n"
                          "its last words:\n"
                          "  Traceback:\n"
                          "  OSError\n"
                          "reproduce: counterpart run x --seed 7\n");
    CHECK(failure.type == FailureType::timeout);
    CHECK(failure.summary == miss.summary);
    CHECK(failure.requirement == "CS-3.2");
    CHECK(failure.level == Level::should);
    CHECK(failure.sentence == "It sends srv_port as digits.");
    CHECK(failure.expected == miss.expected);
    CHECK(failure.got == miss.got);
    CHECK(failure.slip == miss.slip);
}

TEST_CASE("explain: who may start no more threads is told how many there may be") {
    Miss miss;
    miss.summary = "it exited with status 1";
    miss.errors = "RuntimeError: can't start new thread";
    Circumstances around;
    around.processes = 256;
    CHECK(explain(miss, around).text.ends_with("in this case it may have 256 processes and threads at once\n"));
    miss.errors = "KeyError: 'thread'";
    CHECK(explain(miss, around).text.find("256") == std::string::npos);
}

TEST_CASE("explain: what is not known is not said") {
    Miss miss;
    miss.summary = "it is silent";
    const auto failure = explain(miss, {});
    CHECK(failure.text == "it is silent\n");
    CHECK(failure.requirement.empty());
    CHECK(failure.level == Level::must);
}

TEST_CASE("explain: the harness's own trouble blames nobody") {
    const scenario::Requirement requirement{"CS-1", Level::must, 1, "It listens."};
    const scenario::MapStage stage{1, "it listens", "server", "", "SERVER listens."};
    auto miss = Miss::trouble("port 5000 is busy");
    CHECK(miss.harness);
    miss.slip = "not to be said";
    const auto failure = explain(miss, {&requirement, &stage, "One", "counterpart run x"});
    CHECK(failure.text ==
          "Counterpart or this machine is at fault, not the program that was judged: port 5000 is busy\n"
          "stage 1: it listens\n"
          "  SERVER listens.\n"
          "case: One\n"
          "reproduce: counterpart run x\n");
    CHECK(failure.summary == "port 5000 is busy");
    CHECK(failure.requirement.empty());
    CHECK(failure.sentence.empty());
}
