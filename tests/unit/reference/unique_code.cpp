/// Python literals by table (literal_check.py compares thousands more with Python), and the registry of codes.
#include "reference/unique-code/log.hpp"
#include "reference/unique-code/registry.hpp"
#include "reference/wire/python_literal.hpp"
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace counterpart;

TEST_CASE("literals that are read, and how they are written") {
    struct Row {
        const char* text;
        const char* repr;
    };
    const auto row = GENERATE(values<Row>({{" {'a': True, \"b\": None}\n", "{'a': True, 'b': None}"},
                                           {"{'it\\'s': 'a\"b', }", "{\"it's\": 'a\"b'}"},
                                           {"'\\x41\\u00e9\\U0001f600\\101'", "'A\xc3\xa9\xf0\x9f\x98\x80"
                                                                              "A'"},
                                           {"'\\d\\\n'", "'\\\\d'"},
                                           {"r'\\n' 'b'", "'\\\\nb'"},
                                           {"b'\\xff\\'a'", "b\"\\xff'a\""},
                                           {"'\\x00\\n\x7f\\u200b'", "'\\x00\\n\\x7f\\u200b'"},
                                           {"1, 2.50,", "(1, 2.5)"},
                                           {"(1)", "1"},
                                           {"(1,)", "(1,)"},
                                           {"[0x1_f, -0b11, 1e300, 1e16, 5.]", "[31, -3, 1e+300, 1e+16, 5.0]"},
                                           {"{1, 1}", "{1}"},
                                           {"set()", "set()"},
                                           {"{'a': 1, 'b': 2, 'a': 3}", "{'a': 3, 'b': 2}"},
                                           {"-9223372036854775808", "-9223372036854775808"}}));
    CAPTURE(row.text);
    const auto parsed = wire::parse_python_literal(row.text);
    REQUIRE(parsed.has_value());
    CHECK(wire::python_repr(*parsed) == row.repr);
}

TEST_CASE("texts that are no literal, and where") {
    struct Row {
        std::string text;
        std::size_t offset;
        const char* message;
    };
    const auto row = GENERATE(values<Row>({{"", 0, "there is nothing"},
                                           {"{'a': true}", 6, "'true' is JSON"},
                                           {"__import__('os')", 0, "'__import__' is no literal"},
                                           {"{'a': 1", 7, "found end"},
                                           {"{'a' 1}", 5, "expected ','"},
                                           {"1 2", 2, "unexpected '2'"},
                                           {"'abc", 4, "has no end"},
                                           {"'a\nb'", 3, "no end on its line"},
                                           {"'\\ud800'", 7, "surrogate"},
                                           {"'''a'''", 1, "triple quotes"},
                                           {"9223372036854775808", 19, "beyond 64 bits"},
                                           {"007", 3, "leading zeros"},
                                           {"{[]: 1}", 6, "cannot be a key"},
                                           {"\xff", 0, "not UTF-8"},
                                           {std::string(100'000, '['), 100, "nested too deep"},
                                           {std::string(2'000'000, ' '), 1'048'576, "too long"}}));
    CAPTURE(row.text.substr(0, 30));
    const auto parsed = wire::parse_python_literal(row.text);
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().offset == row.offset);
    CHECK_THAT(parsed.error().message, Catch::Matchers::Contains(row.message));
}

namespace {

constexpr const char* first_uuid = "0b8e2f0a-5d3c-4a7e-9b1f-2c3d4e5f6071";
constexpr const char* second_uuid = "1b8e2f0a-5d3c-4a7e-9b1f-2c3d4e5f6071";

unique_code::Registry make_registry() {
    return unique_code::Registry([n = 0]() mutable { return fmt::format("code-{}", n++); });
}

std::string question(const std::string& uuid) { return fmt::format("{{'uuid': '{}'}}", uuid); }

std::string message(const std::string& uuid, const std::string& code, const std::string& text) {
    return fmt::format("{{'uuid': '{}', 'unique': '{}', 'text': {}}}", uuid, code, text);
}

} // namespace

TEST_CASE("a uuid keeps its code, and another has another") {
    auto registry = make_registry();
    CHECK(*registry.code_for(question(first_uuid)) == "code-0");
    CHECK(*registry.code_for(question(second_uuid)) == "code-1");
    CHECK(*registry.code_for(question(first_uuid)) == "code-0");
    CHECK(*registry.code_for(question("0B8E2F0A-5D3C-4A7E-9B1F-2C3D4E5F6071")) == "code-0");
}

TEST_CASE("questions that get no code") {
    auto registry = make_registry();
    for (const char* body : {"", "{}", "{'uuid': ''}", "{'uuid': 'x'}", "{'uuid': 7}", "['uuid']", "{\"uuid\": null}",
                             "{'uuid': '0b8e2f0a-5d3c-4a7e-9b1f-2c3d4e5f607g'}"}) {
        CAPTURE(body);
        const auto code = registry.code_for(body);
        REQUIRE(code.has_error());
        CHECK_FALSE(code.error().text.empty());
    }
}

TEST_CASE("a message is accepted with the code of its uuid only") {
    auto registry = make_registry();
    (void)registry.code_for(question(first_uuid));
    (void)registry.code_for(question(second_uuid));
    CHECK(*registry.accepted_text(message(first_uuid, "code-0", "'a\\nb\\\\'")) == "a\nb\\");
    CHECK(registry.accepted_text(message(first_uuid, "code-1", "'x'")).has_error());
    CHECK(registry.accepted_text(message(second_uuid, "", "'x'")).has_error());
    CHECK(registry.accepted_text(message("2b8e2f0a-5d3c-4a7e-9b1f-2c3d4e5f6071", "code-0", "'x'")).has_error());
    CHECK(registry.accepted_text(message(first_uuid, "code-0", "5")).has_error());
    CHECK(registry.accepted_text(question(first_uuid)).has_error());
}

TEST_CASE("replies are Python literals on one line") {
    CHECK(unique_code::code_reply("a'b") == "{'success': True, 'unique': \"a'b\"}");
    CHECK(unique_code::stored_reply() == "{'success': True}");
    CHECK(unique_code::refusal("a\nb") == "{'success': False, 'error': 'a\\nb'}");
}
