// The parts of the HTML report that can be judged alone: escaping, file names, comparing bytes, and what is the same.
#include "reports/html/bytes.hpp"
#include "reports/html/page_name.hpp"
#include "reports/html/tally.hpp"
#include "tests/golden/sample.hpp"
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/reports/xml_characters.hpp"

#include <set>

using namespace counterpart::html;
using counterpart::all_bytes;
using counterpart::Failure;

TEST_CASE("a string in a page has no meaning in HTML") {
    struct Row {
        std::string name, bytes, text;
    };
    const auto row = GENERATE(values<Row>({
        {"a tag", "<script>", "&lt;script&gt;"},
        {"an entity", "&lt;", "&amp;lt;"},
        {"both quotes", "\"'", "&quot;&#39;"},
        {"the end of a CDATA section", "]]>", "]]&gt;"},
        {"a control character", "\x1b", "\\x1b"},
        {"a character that turns the text around", "\xe2\x80\xae", "\\u202e"},
        {"bytes that are no text", "\xff", "\\xff"},
        {"letters of any script", "Zo\xc3\xab", "Zo\xc3\xab"},
    }));
    DYNAMIC_SECTION(row.name) {
        CHECK(escape(row.bytes) == row.text);
        CHECK(html("<b title=\"{}\">{}</b>", row.bytes, row.bytes).text() ==
              "<b title=\"" + row.text + "\">" + row.text + "</b>");
    }
    CHECK(is_xml_text(escape(all_bytes())));
    CHECK(html("{}{}", html("<p/>"), 7).text() == "<p/>7");
}

TEST_CASE("every submission has a file of its own") {
    PageNames names;
    const auto of = [&](const std::string& name, const std::string& role = "client") {
        return names.of({name, "protocol", role});
    };
    CHECK(of("bob") == "bob.html");
    CHECK(of("bob") == "bob.html");
    CHECK(of("bob", "server") == "bob.protocol.server.html");
    std::set<std::string> folded{"index.html", "con.html"};
    std::size_t submissions = folded.size();
    for (const auto* name : {"bob", "Bob", "BOB", "bob.protocol.server", "index", "INDEX", "con", "../bob", "a/b",
                             "a_b", "Zo\xc3\xab", "Zo\xc3\xa9", "dot", "dot.", "", "<script>", "-rf", "a b", "a\nb"}) {
        ++submissions;
        auto file = of(name);
        INFO(file);
        CHECK(file.find_first_of("/\n<>\"") == file.npos);
        CHECK(file.find_first_of(".-") != 0);
        for (auto& c : file) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        folded.insert(file);
    }
    CHECK(folded.size() == submissions);
}

TEST_CASE("an address leads to its file and to nothing else") {
    CHECK(address_of("a-b_c.html") == "a-b_c.html");
    CHECK(address_of("a b?#%:&\".html") == "a%20b%3F%23%25%3A%26%22.html");
    CHECK(address_of("\xc3\xab") == "%C3%AB");
}

TEST_CASE("bytes are read back as the engine shows them") {
    struct Row {
        std::string text;
        bool bytes;
        std::string value;
        bool cut;
    };
    const auto row = GENERATE(values<Row>({
        {"\"1337\" (4 bytes)", true, "1337", false},
        {"\"a\\n\\\"\\\\\\t\\r\" (6 bytes)", true, "a\n\"\\\t\r", false},
        {"05 39 (2 bytes)", true, "\x05\x39", false},
        {"ff (1 byte)", true, "\xff", false},
        {"\"ab\" … (500 bytes)", true, "ab", true},
        {"05 39 … (500 bytes)", true, "\x05\x39", true},
        {"nothing (0 bytes)", true, "", false},
        {"", false, "", false},
        {"a file \"x\" in the working directory", false, "", false},
        {"\"1337\" (5 bytes)", false, "", false},
        {"\"1337", false, "", false},
        {"05 39", false, "", false},
        {"none", false, "", false},
        {"exit status 0", false, "", false},
    }));
    DYNAMIC_SECTION(row.text) {
        const auto shown = read_shown(row.text);
        REQUIRE(shown.has_value() == row.bytes);
        if (!shown) return;
        CHECK(shown->bytes == row.value);
        CHECK(shown->cut == row.cut);
        CHECK(shown->places.size() == shown->bytes.size() + 1);
    }
}

TEST_CASE("the first byte that differs is marked on both sides") {
    struct Row {
        std::string name, expected, got, left, right;
    };
    const auto row = GENERATE(values<Row>({
        {"text", "\"1337\" (4 bytes)", "\"1347\" (4 bytes)", "13<mark>3</mark>7", "13<mark>4</mark>7"},
        {"text and numbers", "\"1337\" (4 bytes)", "05 39 (2 bytes)", "<mark>1</mark>337", "<mark>05</mark> 39"},
        {"too short", "\"ab\\n\" (3 bytes)", "\"ab\" (2 bytes)", "ab<mark>\\n</mark>",
         "ab<mark class=\"end\">ends here</mark>"},
        {"too long", "61 (1 byte)", "61 62 (2 bytes)", "61<mark class=\"end\">ends here</mark>", "61 <mark>62</mark>"},
        {"nothing", "61 (1 byte)", "nothing (0 bytes)", "<mark>61</mark>", "<mark>nothing (0 bytes)</mark>"},
        {"HTML", "\"<b>\" (3 bytes)", "\"<i>\" (3 bytes)", "&lt;<mark>b</mark>&gt;", "&lt;<mark>i</mark>&gt;"},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto sides = side_by_side(row.expected, row.got);
        INFO(sides.blocks.text());
        CHECK(sides.blocks.text().find(row.left) != std::string::npos);
        CHECK(sides.blocks.text().find(row.right) != std::string::npos);
        CHECK_FALSE(sides.beyond);
    }
}

TEST_CASE("nothing is marked where no difference is to be seen") {
    const auto cut = side_by_side("\"ab\" … (500 bytes)", "\"ab\" … (500 bytes)");
    CHECK(cut.beyond);
    CHECK(cut.blocks.text().find("<mark") == std::string::npos);
    // Where one is cut and the other goes on, the byte that would stand there is not known.
    CHECK(side_by_side("\"ab\" … (500 bytes)", "\"abc\" (3 bytes)").beyond);
    const auto words = side_by_side("exit status 0", "exit status 1");
    CHECK_FALSE(words.beyond);
    CHECK(words.blocks.text().find("<mark") == std::string::npos);
}

TEST_CASE("failures that differ only by chance are the same") {
    CHECK(pattern_of("nobody listens on port 1337") == pattern_of("nobody listens on port 20126"));
    CHECK(pattern_of("the file \"a-1.txt\" is empty") == pattern_of("the file \"qq\" is empty"));
    CHECK(pattern_of("it came as 2 binary bytes: 05 39") == pattern_of("it came as 2 binary bytes: 5f 1a"));
    CHECK(pattern_of("the first upload") != pattern_of("the second upload"));
    CHECK(pattern_of("what came on 'trigger'") != pattern_of("what came on 'upload'"));
    CHECK(pattern_of("an open \" quote 7") == "an open \" quote #");
    Failure one, other;
    one.requirement = other.requirement = "CS-1";
    one.summary = "it differs from byte 7 on";
    other.summary = "it differs from byte 9 on";
    CHECK(sameness(one, 3) == sameness(other, 3));
    CHECK(sameness(one, 3) != sameness(other, 4));
    other.slip = "something known";
    CHECK(sameness(one, 3) != sameness(other, 3));
}
