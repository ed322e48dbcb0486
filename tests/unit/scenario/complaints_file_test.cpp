// Complaints about whole files and folders: protocol.xml, a role's frame, XML that is none, nothing there.
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/scenario/scenario_folder.hpp"

using namespace counterpart::scenario;

namespace {

using Said = std::vector<std::string>;

std::string about(const std::string& element) { return Grammar::built_in().element(element)->about; }

/// The text with its only occurrence of `what` replaced.
std::string replaced(std::string text, const std::string& what, const std::string& with) {
    REQUIRE(text.find(what) != std::string::npos);
    REQUIRE(text.find(what) == text.rfind(what));
    return text.replace(text.find(what), what.size(), with);
}

struct Change {
    const char* name;
    std::string what, with;
    Said complaints;
};

} // namespace

TEST_CASE("complaints: protocol.xml") {
    const auto row = GENERATE_COPY(values<Change>({
        {"nothing", "Haste.", "Waste.", {}},
        {"another id",
         "id=\"sample\"",
         "id=\"simple\"",
         {"protocol.xml:1: the id is 'simple' but the folder is 'sample'; make them equal"}},
        {"no summary",
         "<summary>A client asks,\n    and a server   answers.</summary>",
         "",
         {"protocol.xml:1: <protocol> needs a <summary>: " + about("summary")}},
        {"a second map",
         "  </map>",
         "  </map><map><stage number='1'/></map>",
         {"protocol.xml:9: a second <map> in <protocol>"}},
        {"a map without stages",
         "    <stage number=\"1\" title=\"it listens\" from=\"server\">SERVER listens.</stage>\n"
         "    <stage number=\"2\" title=\"it answers\" from=\"server\" to=\"client\">SERVER answers.</stage>\n",
         "",
         {"protocol.xml:1: requirement S-1 is said to belong to stage 1, which the map has not",
          "protocol.xml:1: requirement S-2 is said to belong to stage 2, which the map has not",
          "protocol.xml:6: <map> needs a <stage>: " + about("stage")}},
        {"stages that are not numbered from 1",
         "number=\"1\"",
         "number=\"3\"",
         {"protocol.xml:1: requirement S-1 is said to belong to stage 1, which the map has not",
          "protocol.xml:6: stage 3 stands where stage 1 should; number them 1, 2, …"}},
        {"requirements of nobody",
         "role=\"server\"",
         "role=\"judge\"",
         {"protocol.xml:1: <requirements role=\"judge\">: there is no such <party>"}},
        {"a requirement of no stage",
         "level=\"should\" stage=\"2\"",
         "level=\"should\" stage=\"5\"",
         {"protocol.xml:1: requirement S-2 is said to belong to stage 5, which the map has not"}},
        {"a second requirement of one id",
         "id=\"S-2\"",
         "id=\"S-1\"",
         {"protocol.xml:1: a second requirement 'S-1' of role 'server'"}},
        {"a level",
         "level=\"hardening\"",
         "level=\"nice\"",
         {"protocol.xml:13: <requirement level=\"nice\">: allowed: must, should, hardening"}},
        {"the wrong order",
         "  <tolerated>Haste.</tolerated>",
         "  <tolerated>Haste.</tolerated>\n  <party id='x' title='X'/>",
         {"protocol.xml:16: <party> comes too late in <protocol>; the order is summary, party, map, requirements, "
          "tolerated, pattern"}},
        {"a pattern",
         "  <tolerated>Haste.</tolerated>",
         "  <tolerated>Haste.</tolerated>\n  <pattern id='well' matches='ok|fine'/>",
         {}},
        {"a pattern that is none",
         "  <tolerated>Haste.</tolerated>",
         "  <pattern id='well' matches='(ok'/>",
         {"protocol.xml:15: <pattern matches=\"(ok\">: '(ok' is no regular expression: missing ): (ok"}},
        {"a pattern with a value",
         "  <tolerated>Haste.</tolerated>",
         "  <pattern id='well' matches='ok {port}'/>",
         {"protocol.xml:15: <pattern id=\"well\"> uses '{port}'; a pattern has no values in it"}},
        {"two patterns of one name",
         "  <tolerated>Haste.</tolerated>",
         "  <pattern id='well' matches='ok'/>\n  <pattern id='well' matches='fine'/>",
         {"protocol.xml:16: a second pattern 'well'"}},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto text = replaced(sample_protocol, row.what, row.with);
        CHECK(ScenarioFolder().with("protocol.xml", text).complaints() == row.complaints);
    }
}

TEST_CASE("complaints: a value with the name of a pattern") {
    const auto protocol = replaced(sample_protocol, "</protocol>", "<pattern id='well' matches='ok'/></protocol>");
    const auto role = role_with_steps("<let name='well' value='fine'/>\n<expect-output matches='{well}'/>\n");
    CHECK(ScenarioFolder().with("protocol.xml", protocol).with("server.xml", role).complaints() ==
          Said{"server.xml:6: the value 'well' hides the pattern of this name in protocol.xml"});
    const auto with_port = replaced(sample_protocol, "</protocol>", "<pattern id='port' matches='ok'/></protocol>");
    CHECK(ScenarioFolder().with("protocol.xml", with_port).with("server.xml", role_with_steps("")).complaints() ==
          Said{"server.xml:3: the value 'port' hides the pattern of this name in protocol.xml"});
}

TEST_CASE("complaints: the frame of a role") {
    const auto row = GENERATE_COPY(values<Change>({
        {"nothing", "It answers.", "It replies.", {}},
        {"no title",
         " title=\"Answer\"",
         "",
         {"server.xml:1: <role> needs the attribute 'title': The role in a few words."}},
        {"no about", "  <about>It answers.</about>\n", "", {"server.xml:1: <role> needs a <about>: " + about("about")}},
        {"two abouts",
         "  <about>It answers.</about>\n",
         "<about>It</about>\n<about>answers.</about>\n",
         {"server.xml:3: a second <about> in <role>"}},
        {"no launch",
         "  <launch><command file=\"server\" arguments=\"{port}\"/></launch>\n",
         "",
         {"server.xml:1: <role> needs a <launch>: " + about("launch")}},
        {"nothing to launch",
         "<command file=\"server\" arguments=\"{port}\"/>",
         "",
         {"server.xml:4: <launch> needs a <python-function> or a <command>"}},
        {"another protocol",
         "protocol=\"sample\"",
         "protocol=\"simple\"",
         {"server.xml:1: the role is of protocol 'simple', but its folder holds 'sample'"}},
        {"parts in the wrong order",
         "<about>It answers.</about>\n",
         "<parameter name='a' value='1'>a</parameter><about>It answers.</about>\n",
         {"server.xml:2: <about> comes too late in <role>; the order is about, parameter, launch, case, fragment"}},
    }));
    DYNAMIC_SECTION(row.name) {
        CHECK(complaints_about(replaced(role_with_steps("<start/>\n"), row.what, row.with)) == row.complaints);
    }
}

TEST_CASE("complaints: a role without cases") {
    const auto needs_case = "server.xml:1: <role> needs a <case>: without one there is nothing to judge";
    CHECK(complaints_about(role_of("")) == Said{needs_case});
    CHECK(complaints_about(role_of("<fragment id='f'><start/></fragment>")) ==
          Said{needs_case, "server.xml:5: no step includes the fragment 'f'"});
}

TEST_CASE("complaints: XML that is none") {
    struct Row {
        const char* name;
        std::string text;
        Said complaints;
    };
    const std::string not_xml = "not well-formed XML: ";
    const auto row = GENERATE_COPY(values<Row>({
        {"an empty file", "", {"server.xml:1: " + not_xml + "No document element found"}},
        {"only a comment", "<!-- later -->\n", {"server.xml:2: " + not_xml + "No document element found"}},
        {"plain text", "hello\n", {"server.xml:2: " + not_xml + "No document element found"}},
        {"an end that does not match",
         "<role>\n<about>\n</abuot>\n</role>",
         {"server.xml:3: " + not_xml + "Start-end tags mismatch"}},
        {"no end", "<role>\n<about>", {"server.xml:2: " + not_xml + "Start-end tags mismatch"}},
        {"an attribute without quotes",
         "<role>\n\n<case id=one/></role>",
         {"server.xml:3: " + not_xml + "Error parsing element attribute"}},
        {"a comment without end", "<role>\n<!-- x", {"server.xml:2: " + not_xml + "Error parsing comment"}},
        {"another kind of file",
         "<protocol/>",
         {"server.xml:1: the file begins with <protocol>; allowed here: <role>"}},
        {"another language",
         "<!-- a page -->\n<html><body/></html>",
         {"server.xml:2: the file begins with <html>; allowed here: <role>"}},
    }));
    DYNAMIC_SECTION(row.name) { CHECK(complaints_about(row.text) == row.complaints); }
}

TEST_CASE("complaints: every file of a folder is looked through") {
    const auto said = ScenarioFolder()
                          .with("protocol.xml", replaced(sample_protocol, "id=\"sample\"", "id=\"simple\""))
                          .with("b.xml", "<role>")
                          .with("a.xml", "<html/>")
                          .complaints();
    CHECK(said == Said{"a.xml:1: the file begins with <html>; allowed here: <role>",
                       "b.xml:1: not well-formed XML: Start-end tags mismatch",
                       "protocol.xml:1: the id is 'simple' but the folder is 'sample'; make them equal"});
}

TEST_CASE("complaints: a protocol.xml that cannot be read says so alone") {
    const auto said = ScenarioFolder().with("protocol.xml", "<protocol").with("server.xml", "<role>").complaints();
    REQUIRE(said.size() == 1);
    CHECK(said[0].starts_with("protocol.xml:1: not well-formed XML: "));
}

TEST_CASE("complaints: folders without a protocol") {
    ScenarioFolder folder;
    CHECK(folder.complaints() == Said{"protocol.xml: there is no such file; a protocol's folder needs it"});
    const auto empty = load_scenarios(folder.path());
    REQUIRE_FALSE(empty.has_value());
    REQUIRE(empty.error().size() == 1);
    CHECK(to_string(empty.error()[0]) ==
          folder.path().string() + ": no protocol here: each is a folder with a protocol.xml");
    const auto missing = load_scenarios(folder.path() / "nowhere");
    REQUIRE_FALSE(missing.has_value());
    REQUIRE(missing.error().size() == 1);
    CHECK(to_string(missing.error()[0]) ==
          (folder.path() / "nowhere").string() + ": cannot read this folder: No such file or directory");
    CHECK_THROWS_WITH(load_scenarios(folder.path() / "nowhere").value(), to_string(missing.error()[0]));
}

TEST_CASE("complaints: of all protocols at once") {
    ScenarioFolder folder;
    folder.with("protocol.xml", sample_protocol).with("server.xml", "<role>");
    std::filesystem::create_directory(folder.parent() / "another");
    std::ofstream(folder.parent() / "another" / "protocol.xml") << "<html/>";
    const auto loaded = load_scenarios(folder.parent());
    REQUIRE_FALSE(loaded.has_value());
    Said said;
    for (const auto& complaint : loaded.error())
        said.push_back(to_string(complaint).substr(folder.parent().string().size() + 1));
    CHECK(said == Said{"another/protocol.xml:1: the file begins with <html>; allowed here: <protocol>",
                       "sample/server.xml:1: not well-formed XML: Start-end tags mismatch"});
}
