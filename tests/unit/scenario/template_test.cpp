// Templates: what they become, what is wrong with them, and how they are shown again.
#include "harness/scenario/template.hpp"

#include "tests/unit/reports/catch.hpp"

#include <map>

using namespace counterpart::scenario;
using namespace std::string_literals;

namespace {

/// The values that every template here may insert.
const Content& lookup(const std::string& name) {
    static const std::map<std::string, Content> known{
        {"name", Content("Ada")},       {"port", Content("5000")}, {"empty", Content("")},
        {"users.2", Content("bob")},    {"a-b_c", Content("-")},   {"dots", Content("a.b*c")},
        {"brace", Content("{name}\\")}, {"zero", Content("\0"s)},
    };
    return known.at(name);
}

std::string filled(const std::string& text) {
    const auto parsed = Template::parse(text);
    REQUIRE(parsed.has_value());
    return parsed->fill(lookup).string();
}

} // namespace

TEST_CASE("template: what it becomes") {
    struct Row {
        const char* name;
        std::string text, becomes;
    };
    const auto row = GENERATE(values<Row>({
        {"nothing", "", ""},
        {"plain", "hello", "hello"},
        {"UTF-8", "caf\xc3\xa9", "caf\xc3\xa9"},
        {"newline and friends", R"(a\nb\r\tc\\d)", "a\nb\r\tc\\d"},
        {"NUL", R"(a\0b)", "a\0b"s},
        {"NUL, then a digit", R"(\01)", "\0"s + "1"},
        {"hexadecimal", R"(\x00\x41\xfF\x0a)", "\0A\xff\n"s},
        {"hexadecimal, then a digit", R"(\x412)", "A2"},
        {"a backslash before n", R"(\\n)", "\\n"},
        {"a value", "{name}", "Ada"},
        {"values and text", "<{name}:{port}>", "<Ada:5000>"},
        {"the same value twice", "{name}{name}", "AdaAda"},
        {"an empty value", "[{empty}]", "[]"},
        {"a word of several", "{users.2}", "bob"},
        {"a name with - and _", "{a-b_c}", "-"},
        {"a value with braces is not read again", "{brace}", "{name}\\"},
        {"a value that is NUL", "{zero}", "\0"s},
        {"doubled braces", "{{}}", "{}"},
        {"doubled braces around a name", "{{name}}", "{name}"},
        {"braces around a value", "{{{name}}}", "{Ada}"},
        {"JSON", R"({{"user": "{name}"}})", "{\"user\": \"Ada\"}"},
        {"a filter", "{name|upper}", "ADA"},
        {"filters from left to right", "{name|upper|first:2|hex}", "4144"},
        {"without its end", "{name|but-last:1}{name|but-last:99}", "Ad"},
        {"the order of filters matters", "{name|hex|first:2}", "41"},
        {"length", "{name|length}", "3"},
    }));
    DYNAMIC_SECTION(row.name) { CHECK(filled(row.text) == row.becomes); }
}

TEST_CASE("template: what is wrong with it") {
    struct Row {
        const char* name;
        std::string text, what;
    };
    const auto no_name = [](const std::string& inside) {
        return "'{" + inside + "}' is no placeholder: it needs a name, as in {port}; write {{ for a brace";
    };
    const auto no_filter = [](const std::string& name) {
        return "there is no filter '" + name + "'; there are " + filter_names();
    };
    const auto row = GENERATE_COPY(values<Row>({
        {"unknown escape", R"(a\qb)", R"('\q' means nothing here; allowed are \n \r \t \0 \\ \xNN)"},
        {"backslash at the end", "abc\\", R"(a '\' at the end means nothing; write \\ for a backslash)"},
        {"no digits", R"(\x)", R"('\x' needs two hexadecimal digits, as in \x0a)"},
        {"one digit", R"(\x4)", R"('\x' needs two hexadecimal digits, as in \x0a)"},
        {"no hexadecimal digit", R"(\x4g)", R"('\x' needs two hexadecimal digits, as in \x0a)"},
        {"open brace", "a{", "'{' without '}'; write {{ for a brace"},
        {"open brace and a name", "a{name", "'{' without '}'; write {{ for a brace"},
        {"closing brace", "a}b", "'}' without '{'; write }} for a brace"},
        {"three closing braces", "{{a}}}", "'}' without '{'; write }} for a brace"},
        {"no name", "{}", no_name("")},
        {"a number", "{1}", no_name("1")},
        {"two words", "{the name}", no_name("the name")},
        {"a space before it", "{ name}", no_name(" name")},
        {"not ASCII", "{n\xc3\xa4me}", no_name("n\xc3\xa4me")},
        {"a filter alone", "{|upper}", no_name("|upper")},
        {"unknown filter", "{name|uper}", no_filter("uper")},
        {"unknown filter after a known one", "{name|upper|x:3}", no_filter("x")},
        {"no filter after the bar", "{name|}", no_filter("")},
        {"a colon and no number", "{name|first:}", "'first:' needs a number after its colon"},
        {"a colon and a word", "{name|first:two}", "'first:two' needs a number after its colon"},
        {"a number and more", "{name|first:2x}", "'first:2x' needs a number after its colon"},
        {"a negative number", "{name|last:-1}", "'last:-1' needs a number after its colon"},
        {"a number too large", "{name|from:99999999999999999999}",
         "'from:99999999999999999999' needs a number after its colon"},
        {"a filter without its number", "{name|first}", "'first' needs a number, as in first:16"},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto parsed = Template::parse(row.text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().what == row.what);
    }
}

TEST_CASE("template: a fault that nobody looked at is thrown in its own words") {
    CHECK_THROWS_WITH(Template::parse("{").value(), "'{' without '}'; write {{ for a brace");
}

TEST_CASE("template: how it is shown, and which values it names") {
    struct Row {
        std::string text, source;
        std::vector<std::string> names;
    };
    const auto row = GENERATE(values<Row>({
        {"", "", {}},
        {"plain", "plain", {}},
        {R"(a\nb\r\0\x1b)", R"(a\nb\r\x00\x1b)", {}},
        {"{name}", "{name}", {"name"}},
        {R"({name|upper|first:4}\n{users.2} {name})",
         R"({name|upper|first:4}\n{users.2} {name})",
         {"name", "users.2", "name"}},
    }));
    DYNAMIC_SECTION(row.text) {
        const auto parsed = Template::parse(row.text);
        REQUIRE(parsed.has_value());
        CHECK(parsed->source() == row.source);
        CHECK(parsed->names() == row.names);
        CHECK(parsed->empty() == row.text.empty());
    }
    CHECK(Template("{name}").names().empty()); // made of a literal, not read
    CHECK(Template("").empty());
}

TEST_CASE("template: large values stay streams") {
    const auto big = Content::generated(Flavour::bytes, 1, 1ull << 30);
    const auto parsed = Template::parse("head\\n{big}{big|first:4}{big|length}");
    REQUIRE(parsed.has_value());
    const auto whole = parsed->fill([&](const std::string&) -> const Content& { return big; });
    CHECK(whole.size() == 5 + (1ull << 30) + 4 + 10);
    CHECK(whole.slice(whole.size() - 10, 10).string() == "1073741824");
}

TEST_CASE("pattern: what it becomes") {
    struct Row {
        const char* name;
        std::string text, becomes;
    };
    const auto row = GENERATE(values<Row>({
        {"nothing", "", ""},
        {"quantifiers are its own", "[0-9]{2,3}a{4}b{5,}", "[0-9]{2,3}a{4}b{5,}"},
        {"backslashes are its own", R"(\d+\n\x41\\)", R"(\d+\n\x41\\)"},
        {"a value", "^{name}$", "^Ada$"},
        {"a value, quoted", "{dots}", R"(a\.b\*c)"},
        {"a value with braces, quoted", "{brace}", R"(\{name\}\\)"},
        {"a quantifier after a value", "(?:{name}){2}", "(?:Ada){2}"},
        {"a value between quantifiers", "x{2}{port}y{3}", "x{2}5000y{3}"},
        {"a filter", "{name|lower}", "ada"},
        {"a value after the letter p", "stop{port}", "stop5000"},
        {"a class of characters", R"(\p{Greek}\P{L}{name})", R"(\p{Greek}\P{L}Ada)"},
        {"a character by its number", R"(\x{ab}\x{41})", R"(\x{ab}\x{41})"},
        {"an escaped brace", R"(\{name\})", R"(\{name\})"},
        {"an escaped backslash before a value", R"(\\{name})", R"(\\Ada)"},
        {"a brace that is not closed", "a{name", "a{name"},
        {"JSON", R"(^\{"name": "{name}"\}$)", R"(^\{"name": "Ada"\}$)"},
        {"a named group", "(?P<n>a+)", "(?P<n>a+)"},
        {"signs beyond ASCII", R"(\[✓|[a\]]✗)", R"(\[✓|[a\]]✗)"},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto parsed = Template::parse_pattern(row.text);
        REQUIRE(parsed.has_value());
        CHECK(parsed->fill(lookup).string() == row.becomes);
    }
}

TEST_CASE("pattern: the protocol's own in it") {
    const Patterns patterns{{"well", R"((?i)ok|\bfine\b)"}, {"half", "(ok"}};
    const auto with = [&](const char* text) { return Template::parse_pattern(text, patterns); };
    REQUIRE(with("^{well}{2}, {name}$").has_value());
    CHECK(with("^{well}{2}, {name}$")->fill(lookup).string() == R"(^(?:(?i)ok|\bfine\b){2}, Ada$)");
    CHECK(with("{well}")->names().empty());
    REQUIRE_FALSE(with("{well|upper}").has_value());
    CHECK(with("{well|upper}").error().what == "the pattern 'well' takes no filter");
    CHECK_FALSE(with("{half}").has_value());
}

TEST_CASE("pattern: what is wrong with it") {
    struct Row {
        const char* name;
        std::string text, what;
    };
    const auto row = GENERATE_COPY(values<Row>({
        {"open group", "(a", "'(a' is no regular expression: missing ): (a"},
        {"open class", "[a", "'[a' is no regular expression: missing ]: [a"},
        {"nothing to repeat", "*a", "'*a' is no regular expression: no argument for repetition operator: *"},
        {"backslash at the end", "a\\", "'a\\' is no regular expression: trailing \\"},
        {"a back reference", R"((a)\1)", R"('(a)\1' is no regular expression: invalid escape sequence: \1)"},
        {"wrong beside a value", "{name}(", "'{name}(' is no regular expression: missing ): x("},
        {"a sign beyond ASCII in a class", "[^]✓]|x",
         "'[^]✓]|x' has a sign beyond ASCII in [], where each of its bytes would do; write (a|b)"},
        {"no filter of that name", "{name|uper}", "there is no filter 'uper'; there are "s + filter_names()},
        {"two words", "{the name}",
         "'{the name}' is no placeholder: it needs a name, as in {port}; write {{ for a brace"},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto parsed = Template::parse_pattern(row.text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().what == row.what);
    }
}

TEST_CASE("filters: each of them") {
    struct Row {
        std::string filter, in, out;
    };
    const auto row = GENERATE(values<Row>({
        {"first:0", "abc", ""},
        {"first:2", "abc", "ab"},
        {"first:9", "abc", "abc"},
        {"from:0", "abc", "abc"},
        {"from:2", "abc", "c"},
        {"from:9", "abc", ""},
        {"last:0", "abc", ""},
        {"last:2", "abc", "bc"},
        {"last:9", "abc", "abc"},
        {"length", "", "0"},
        {"length", "a\0b"s, "3"},
        {"upper", "aZ-\xc3\xa9", "AZ-\xc3\xa9"},
        {"lower", "Az-\xc3\x89", "az-\xc3\x89"},
        {"hex", "\0\x05\x39\xff"s, "000539ff"},
        {"u16be", "1337", "\x05\x39"},
        {"u16le", "1337", "\x39\x05"},
        {"u16be", "0", "\0\0"s},
        {"u16be", "65535", "\xff\xff"},
        {"u32be", "1337", "\0\0\x05\x39"s},
        {"u32le", "4294967295", "\xff\xff\xff\xff"},
        {"u16be", "", ""},
        {"u16be", "12a", ""},
        {"u32be", "-1", ""},
        {"u32be", "99999999999", ""},
        {"crlf-to-lf", "a\r\nb\nc\r", "a\nb\nc\r"},
        {"lf-to-crlf", "a\nb\n", "a\r\nb\r\n"},
        {"no-newlines", "\r\na\nb\r", "ab"},
        {"trim", " \t\r\na b\v\f\n", "a b"},
        {"trim", " \n ", ""},
        {"trim", "", ""},
        {"first-line", "one\ntwo\n", "one"},
        {"first-line", "one", "one"},
        {"first-line", "\ntwo", ""},
        {"after-line", "one\ntwo\nthree", "two\nthree"},
        {"after-line", "one\n", ""},
        {"after-line", "one", ""},
        {"url", "aZ09-._~", "aZ09-._~"},
        {"python", "", "''"},
        {"python", "abc", "'abc'"},
        {"python", "it's", "\"it's\""},
        {"python", "say \"hi\"", "'say \"hi\"'"},
        {"python", "it's \"hi\"", "'it\\'s \"hi\"'"},
        {"python", "a\nb\r\tc", "'a\\nb\\r\\tc'"},
        {"python", "\\", "'\\\\'"},
        {"python", "\001\037\177", "'\\x01\\x1f\\x7f'"},
        {"python", "caf\xc3\xa9", "'caf\xc3\xa9'"},
        {"url", "a b/c?\xc3\xa9%\0"s, "a%20b%2Fc%3F%C3%A9%25%00"},
    }));
    DYNAMIC_SECTION(row.filter << " of " << Catch::Detail::stringify(row.in)) {
        const auto parsed = Template::parse("{v|" + row.filter + "}");
        REQUIRE(parsed.has_value());
        const Content in(row.in);
        CHECK(parsed->fill([&](const std::string&) -> const Content& { return in; }).string() == row.out);
    }
}

TEST_CASE("filters: all are named, and nothing else is one") {
    const auto names = filter_names();
    for (const char* name : {"first:N", "from:N", "last:N", "length", "upper", "u16be", "after-line", "url"})
        CHECK((" " + names + " ").find(" "s + name + " ") != std::string::npos);
    Content content("abc");
    CHECK_FALSE(apply({"uper", 0}, content));
    CHECK_FALSE(apply({"", 0}, content));
    CHECK(content.string() == "abc");
}

TEST_CASE("filters: large contents are cut and measured; anything else would need them whole") {
    auto content = Content::generated(Flavour::bytes, 1, 1ull << 30);
    CHECK_THROWS_AS(apply({"hex", 0}, content), std::length_error);
    CHECK(apply({"from", 100}, content));
    CHECK(content.size() == (1ull << 30) - 100);
    CHECK(apply({"last", 1ull << 29}, content));
    CHECK(apply({"first", 3}, content));
    CHECK(apply({"hex", 0}, content));
    CHECK(content.size() == 6);
}
