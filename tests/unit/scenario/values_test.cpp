// Values: drawn from a seed and brought back by it, all different, seen from inner scopes.
#include "harness/scenario/values.hpp"

#include "tests/unit/reports/catch.hpp"

#include <re2/re2.h>

using namespace counterpart::scenario;
using namespace std::string_literals;

namespace {

using Attributes = std::map<std::string, std::string>;

/// A step with these attributes, their placeholders read.
Step step_of(const Attributes& attributes) {
    Step step;
    step.kind = "let";
    step.where = {"server.xml", 12};
    for (const auto& [name, text] : attributes) step.attributes.emplace(name, Template::parse(text).value());
    return step;
}

/// What <let name="v" …> draws.
std::string drawn(std::uint64_t seed, Attributes attributes) {
    attributes.emplace("name", "v");
    Values values(seed);
    values.define(step_of(attributes));
    return values.at("v").string();
}

std::vector<std::string> words(const std::string& text) {
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), {}};
}

} // namespace

TEST_CASE("values: every kind has its form, and its seed brings it back") {
    struct Row {
        const char* name;
        Attributes let;
        std::string form;
    };
    const auto row = GENERATE(values<Row>({
        {"word", {{"random", "word"}}, "[a-z]{6,10}"},
        {"long word", {{"random", "word"}, {"size", "40"}}, "[a-z]{40}"},
        {"name", {{"random", "name"}}, R"([a-z]{4,8}-[1-9][0-9]{1,3}\.txt)"},
        {"digits", {{"random", "digits"}}, "[1-9][0-9]{4,7}"},
        {"three digits", {{"random", "digits"}, {"size", "3"}}, "[1-9][0-9]{2}"},
        {"hex", {{"random", "hex"}}, "[0-9a-f]{32}"},
        {"long hex", {{"random", "hex"}, {"size", "128"}}, "[0-9a-f]{128}"},
        {"uuid", {{"random", "uuid"}}, "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"},
        {"text", {{"random", "text"}}, "([a-z]+( [a-z]+)*\n){2,9}"},
        {"lines", {{"random", "text"}, {"lines", "20"}}, "([a-z]+( [a-z]+)*\n){20}"},
        {"no lines", {{"random", "text"}, {"lines", "0"}}, ""},
        {"text by size", {{"random", "text"}, {"size", "1KiB"}}, "[ -~\n]{1000}[ -~\n]{24}"},
        {"bytes", {{"random", "bytes"}}, R"((?s)\C{200}\C*)"},
        {"bytes by size", {{"random", "bytes"}, {"size", "300"}}, R"((?s)\C{300})"},
        {"port", {{"random", "port"}}, "[1-3][0-9]{4}"},
        {"several", {{"random", "word"}, {"count", "3"}}, "[a-z]+ [a-z]+ [a-z]+"},
    }));
    DYNAMIC_SECTION(row.name) {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const auto value = drawn(seed, row.let);
            CHECK(value == drawn(seed, row.let));
            INFO(value);
            CHECK(RE2::FullMatch(value, RE2(row.form, RE2::Latin1)));
        }
        if (!row.form.empty()) CHECK(drawn(1, row.let) != drawn(2, row.let));
    }
}

TEST_CASE("values: a value depends on its name, not on what else was drawn") {
    Values alone(5), among(5);
    alone.define(step_of({{"name", "b"}, {"random", "word"}}));
    among.define(step_of({{"name", "a"}, {"random", "word"}}));
    among.define(step_of({{"name", "b"}, {"random", "word"}}));
    CHECK(alone.at("b").string() == among.at("b").string());
    CHECK(among.at("a").string() != among.at("b").string());
}

TEST_CASE("values: ranges are drawn from end to end") {
    struct Row {
        std::string size;
        std::set<std::size_t> sizes;
    };
    const auto row = GENERATE(values<Row>({{"4", {4}}, {"3..6", {3, 4, 5, 6}}, {"0..1", {0, 1}}, {"0", {0}}}));
    DYNAMIC_SECTION(row.size) {
        std::set<std::size_t> sizes;
        for (std::uint64_t seed = 0; seed < 200; ++seed)
            sizes.insert(drawn(seed, {{"random", "bytes"}, {"size", row.size}}).size());
        CHECK(sizes == row.sizes);
    }
}

TEST_CASE("values: bytes are 200 to 2000 unless said") {
    std::set<std::size_t> sizes;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) sizes.insert(drawn(seed, {{"random", "bytes"}}).size());
    CHECK(*sizes.begin() >= 200);
    CHECK(*sizes.begin() < 220);
    CHECK(*sizes.rbegin() > 1980);
    CHECK(*sizes.rbegin() <= 2000);
}

TEST_CASE("values: large ones are streams") {
    Values values(1);
    values.define(step_of({{"name", "big"}, {"random", "bytes"}, {"size", "1GiB"}}));
    values.define(step_of({{"name", "copy"}, {"value", "{big}"}}));
    CHECK(values.at("big").size() == 1ull << 30);
    CHECK(values.at("copy").slice(1 << 20, 8).string() == values.at("big").slice(1 << 20, 8).string());
    CHECK_THROWS_AS(values.text(Template::parse("{big}").value()), std::length_error);
}

TEST_CASE("values: words, names and digits are all different, in all scopes") {
    const std::string kind = GENERATE("word", "name", "digits");
    Values values(3);
    std::set<std::string> seen;
    std::size_t count = 0;
    const auto draw = [&](Values& scope, const std::string& name) {
        scope.define(step_of({{"name", name}, {"random", kind}, {"size", "3"}, {"count", "50"}}));
        for (const auto& word : words(scope.at(name).string())) {
            seen.insert(word);
            ++count;
        }
    };
    draw(values, "a");
    draw(values, "b");
    for (const std::string round : {"1", "2", "3"}) {
        Values inner(values, round);
        draw(inner, "c");
    }
    CHECK(count == 250);
    CHECK(seen.size() == 250);
}

TEST_CASE("values: when nothing different is left, it says so") {
    Values values(3);
    const auto ten = step_of({{"name", "d"}, {"random", "digits"}, {"size", "1"}, {"count", "10"}});
    CHECK_THROWS_WITH(values.define(ten), "no further value can be drawn that differs from those before"); // no 0
}

TEST_CASE("values: ports are different, usable, and below those of the kernel") {
    std::set<std::uint16_t> asked;
    Values values(8, [&](std::uint16_t port) {
        asked.insert(port);
        return port % 10 == 0;
    });
    std::set<std::uint16_t> ports;
    for (int i = 0; i < 100; ++i) {
        Values inner(values, std::to_string(i));
        inner.define(step_of({{"name", "p"}, {"random", "port"}}));
        const auto port = inner.port(step_of({{"port", "{p}"}}), "port");
        CHECK(port >= 10000);
        CHECK(port <= 32767);
        CHECK(port % 10 == 0);
        CHECK(asked.contains(port));
        ports.insert(port);
    }
    CHECK(ports.size() == 100);
}

TEST_CASE("values: when no port is usable, it says so") {
    Values values(8, [](std::uint16_t) { return false; });
    CHECK_THROWS_WITH(values.define(step_of({{"name", "p"}, {"random", "port"}})),
                      "no port of this machine can be used");
}

TEST_CASE("values: which hold several words") {
    struct Row {
        const char* name;
        Attributes let;
        bool several;
    };
    const auto row = GENERATE(values<Row>({
        {"a value", {{"value", "a b"}}, false},
        {"words", {{"words", "a b"}}, true},
        {"one word", {{"words", "a"}}, true},
        {"a random one", {{"random", "word"}}, false},
        {"a count of them", {{"random", "word"}, {"count", "2"}}, true},
        {"a count of one", {{"random", "word"}, {"count", "1"}}, true},
    }));
    DYNAMIC_SECTION(row.name) {
        Values outer(1);
        auto let = row.let;
        let["name"] = "v";
        outer.define(step_of(let));
        const Values inner(outer, "inner");
        CHECK(outer.several("v") == row.several);
        CHECK(inner.several("v") == row.several);
        CHECK_FALSE(outer.several("v.1"));
        CHECK_FALSE(outer.several("nobody"));
    }
}

TEST_CASE("values: a word by its number") {
    struct Row {
        std::string name, value, trouble;
    };
    const auto unset = [](const std::string& name) {
        return "the value '" + name + "' has not been set by any step that was played";
    };
    const auto row = GENERATE_COPY(values<Row>({
        {"users", "ada bob eve", ""},
        {"users.1", "ada", ""},
        {"users.2", "bob", ""},
        {"users.3", "eve", ""},
        {"one.1", "ada", ""},
        {"none.1", "", ""},
        {"users.0", "", "there is no word number 0 in 'users'"},
        {"users.4", "", "there is no word number 4 in 'users'"},
        {"one.2", "", "there is no word number 2 in 'one'"},
        {"users.x", "", unset("users.x")},
        {"users.", "", unset("users.")},
        {"users.99999999999999999999", "", unset("users.99999999999999999999")},
        {"nobody", "", unset("nobody")},
        {"nobody.1", "", unset("nobody.1")},
        {"", "", unset("")},
    }));
    DYNAMIC_SECTION("'" << row.name << "'") {
        Values outer(1);
        outer.set("users", Content("ada bob eve"), true);
        outer.set("one", Content("ada"), true);
        outer.set("none", Content(""), true);
        const Values inner(outer, "inner");
        for (const auto* scope : {&std::as_const(outer), &inner})
            for (int time = 0; time < 2; ++time) { // asked again, it is the same
                if (row.trouble.empty())
                    CHECK(scope->at(row.name).string() == row.value);
                else
                    CHECK_THROWS_WITH(scope->at(row.name), row.trouble);
            }
    }
}

TEST_CASE("values: the words change with their list") {
    Values outer(1);
    outer.set("users", Content("ada bob"), true);
    Values inner(outer, "inner");
    CHECK(inner.at("users.2").string() == "bob");
    outer.set("users", Content("eve zoe"), true);
    CHECK(outer.at("users.2").string() == "zoe");
    CHECK(inner.at("users.2").string() == "zoe");
    inner.set("users", Content("x y"), true);
    CHECK(inner.at("users.2").string() == "y");
    CHECK(outer.at("users.2").string() == "zoe");
}

TEST_CASE("values: scopes") {
    Values outer(1);
    outer.set("a", Content("outer"));
    Values inner(outer, "1"), sibling(outer, "2"), innermost(inner, "1");
    CHECK(innermost.at("a").string() == "outer");
    inner.set("a", Content("inner"));
    CHECK(outer.at("a").string() == "outer");
    CHECK(sibling.at("a").string() == "outer");
    CHECK(innermost.at("a").string() == "inner");
    inner.set("b", Content("b"));
    CHECK_THROWS_AS(outer.at("b"), std::runtime_error);
    CHECK_THROWS_AS(sibling.at("b"), std::runtime_error);

    const auto hex = step_of({{"name", "h"}, {"random", "hex"}});
    inner.define(hex);
    sibling.define(hex);
    innermost.define(hex);
    const std::set<std::string> drawn_there{inner.at("h").string(), sibling.at("h").string(),
                                            innermost.at("h").string()};
    CHECK(drawn_there.size() == 3);
}

TEST_CASE("values: given and computed") {
    Values values(1);
    values.set("port", Content("1337"));
    values.define(step_of({{"name", "line"}, {"value", R"(PORT {port}\n)"}}));
    values.define(step_of({{"name", "pair"}, {"words", "{port} {port|last:1}"}}));
    CHECK(values.at("line").string() == "PORT 1337\n");
    CHECK(values.at("pair.2").string() == "7");
    values.set("port", Content("80"));
    CHECK(values.at("line").string() == "PORT 1337\n"); // computed when it was defined
    CHECK_THROWS_WITH(values.define(step_of({{"name", "x"}, {"value", "{nobody}"}})),
                      "the value 'nobody' has not been set by any step that was played");
    const auto step = step_of({{"equals", "{port}!"}});
    CHECK(values.text(step, "equals") == "80!");
    CHECK(values.text(step, "matches").empty());
    CHECK(values.text(step, "matches", "{port}") == "{port}"); // a default is no template
}

TEST_CASE("values: ports of a step") {
    struct Row {
        std::string text;
        int port; ///< 0: none
    };
    const auto row = GENERATE(values<Row>({
        {"1", 1},
        {"5000", 5000},
        {"65535", 65535},
        {"{p}", 1337},
        {"0", 0},
        {"65536", 0},
        {"", 0},
        {"-1", 0},
        {"80x", 0},
        {" 80", 0},
        {"http", 0},
    }));
    DYNAMIC_SECTION("'" << row.text << "'") {
        Values values(1);
        values.set("p", Content("1337"));
        const auto step = step_of({{"port", row.text}});
        if (row.port != 0)
            CHECK(values.port(step, "port") == row.port);
        else
            CHECK_THROWS_WITH(values.port(step, "port"), "server.xml:12: '" + row.text + "' is no port");
    }
    CHECK_THROWS_WITH(Values(1).port(step_of({}), "port"), "server.xml:12: '' is no port");
}

TEST_CASE("values: what is wrong with a <let>") {
    struct Row {
        const char* name;
        Attributes let;
        std::string what;
    };
    const std::string one_of = "<let name=\"v\"> needs one of value, words, random";
    const auto row = GENERATE_COPY(values<Row>({
        {"value", {{"value", "x"}}, ""},
        {"an empty value", {{"value", ""}}, ""},
        {"words", {{"words", "x y"}}, ""},
        {"random", {{"random", "word"}}, ""},
        {"nothing", {}, one_of},
        {"two", {{"value", "x"}, {"words", "y"}}, one_of},
        {"three", {{"value", "x"}, {"words", "y"}, {"random", "word"}}, one_of},
    }));
    DYNAMIC_SECTION(row.name) {
        auto let = row.let;
        let["name"] = "v";
        CHECK(fault_in_let(step_of(let)) == row.what);
    }
}
