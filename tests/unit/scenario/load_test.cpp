// Loading: what a right scenario becomes.
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/scenario/scenario_folder.hpp"

using namespace counterpart;
using namespace counterpart::scenario;

namespace {

Suite load(const std::string& role) {
    const auto loaded =
        load_suite(ScenarioFolder().with("protocol.xml", sample_protocol).with("server.xml", role).path());
    for (const auto& complaint : loaded ? Complaints{} : loaded.error()) UNSCOPED_INFO(to_string(complaint));
    REQUIRE(loaded.has_value());
    return *loaded;
}

std::vector<std::string> kinds(const std::vector<Step>& steps) {
    std::vector<std::string> all;
    for (const auto& step : steps) all.push_back(step.kind);
    return all;
}

} // namespace

TEST_CASE("load: the protocol") {
    const auto suite = load_suite(ScenarioFolder().with("protocol.xml", sample_protocol).path());
    REQUIRE(suite.has_value());
    const auto& protocol = suite->protocol;
    CHECK(suite->roles.empty());
    CHECK(protocol.id == "sample");
    CHECK(protocol.title == "A sample");
    CHECK(protocol.summary == "A client asks, and a server answers.");
    REQUIRE(protocol.parties.size() == 2);
    CHECK(protocol.parties[0].listens == "port");
    CHECK(protocol.parties[1].title == "CLIENT");
    REQUIRE(protocol.stage(2));
    CHECK(protocol.stage(2)->title == "it answers");
    CHECK(protocol.stage(2)->from == "server");
    CHECK(protocol.stage(2)->to == "client");
    CHECK(protocol.stage(2)->sentence == "SERVER answers.");
    CHECK_FALSE(protocol.stage(0));
    CHECK_FALSE(protocol.stage(3));
    REQUIRE(protocol.requirement("S-2"));
    CHECK(protocol.requirement("S-2")->level == Level::should);
    CHECK(protocol.requirement("S-2")->stage == 2);
    CHECK(protocol.requirement("S-H")->stage == 0);
    CHECK_FALSE(protocol.requirement("S-3"));
    CHECK_FALSE(protocol.requirement(""));
    CHECK(protocol.tolerated == std::vector<std::string>{"Haste."});
}

TEST_CASE("load: the role") {
    const auto suite = load(R"(<role protocol="sample" id="server" title="Answer" reference="answering">
  <about>It
    answers.</about>
  <parameter name="port" value="5000">its port</parameter>
  <parameter name="users" value="1 2" several="yes">whom it knows</parameter>
  <launch>
    <python-function file="server srv" call="serve"><set variable="PORT" value="{port}" type="int"/></python-function>
    <command file="server answering" arguments="{port} {users}"/>
  </launch>
  <case id="one" title="One" requires="S-1"><stage ref="1"><start/></stage></case>
</role>)");
    REQUIRE(suite.roles.size() == 1);
    const auto& role = suite.roles[0];
    CHECK(role.name() == "sample/server");
    CHECK(role.title == "Answer");
    CHECK(role.about == "It answers.");
    CHECK(role.programs.front().reference == "answering");
    CHECK(role.file.ends_with("/sample/server.xml"));
    REQUIRE(role.parameters.size() == 2);
    CHECK_FALSE(role.parameters[0].several);
    CHECK(role.parameters[0].about == "its port");
    CHECK(role.parameters[1].several);
    CHECK(role.parameters[1].value.source() == "1 2");
    REQUIRE(role.programs.front().functions.size() == 1);
    CHECK(role.programs.front().functions[0].files == std::vector<std::string>{"server", "srv"});
    CHECK(role.programs.front().functions[0].call == "serve");
    REQUIRE(role.programs.front().functions[0].variables.size() == 1);
    CHECK(role.programs.front().functions[0].variables[0].variable == "PORT");
    CHECK(role.programs.front().functions[0].variables[0].value.source() == "{port}");
    CHECK(role.programs.front().functions[0].variables[0].type == "int");
    REQUIRE(role.programs.front().commands.size() == 1);
    CHECK(role.programs.front().commands[0].files == std::vector<std::string>{"server", "answering"});
    CHECK(role.programs.front().commands[0].arguments == "{port} {users}");
}

TEST_CASE("load: a case's level and points come from what it requires, unless said") {
    struct Row {
        std::string attributes;
        Level level;
        double points;
    };
    const auto row = GENERATE(values<Row>({
        {"requires='S-1'", Level::must, 1},
        {"requires='S-1 S-2'", Level::should, 1},
        {"requires='S-2  S-1'", Level::should, 1},
        {"requires='S-1 S-H'", Level::hardening, 0},
        {"requires='S-H' points='2.5'", Level::hardening, 2.5},
        {"requires='S-H' level='must'", Level::must, 1},
        {"requires='S-1' level='hardening'", Level::hardening, 0},
        {"requires='S-1' points='0'", Level::must, 0},
    }));
    DYNAMIC_SECTION(row.attributes) {
        const auto suite =
            load(role_of("<case id='one' title='One' " + row.attributes + "><stage ref='1'><start/></stage></case>"));
        CHECK(suite.roles[0].cases[0].level == row.level);
        CHECK(suite.roles[0].cases[0].points == row.points);
    }
}

TEST_CASE("load: a case") {
    const auto suite = load(role_of(R"(<case id="plain" title="Plain" requires="S-1"><stage ref="2"/></case>
<case id="full" title="Full" requires="S-1 S-2" launch="function" limit="2min" scratch="1MiB" memory="64KiB" processes="7">
  <let name="word" random="word"/>
  <stage ref="1" requirement="S-1">
    <start/>
    <connect as="c" port="{port}"/>
  </stage>
  <stage ref="2"><repeat times="2"><close on="c"/></repeat></stage>
</case>)"));
    const auto& plain = suite.roles[0].cases[0];
    CHECK(plain.title == "Plain");
    CHECK(plain.launch.empty());
    CHECK(plain.limit == std::chrono::seconds(60));
    CHECK(plain.scratch_bytes == 256u << 20);
    CHECK(plain.memory_bytes == 1u << 30);
    CHECK(plain.processes == 256);
    CHECK(plain.where.line == 5);
    const auto& full = suite.roles[0].cases[1];
    CHECK(full.requires_ids == std::vector<std::string>{"S-1", "S-2"});
    CHECK(full.launch == "function");
    CHECK(full.limit == std::chrono::minutes(2));
    CHECK(full.scratch_bytes == 1u << 20);
    CHECK(full.memory_bytes == 65536);
    CHECK(full.processes == 7);
    CHECK(kinds(full.lets) == std::vector<std::string>{"let"});
    REQUIRE(full.stages.size() == 2);
    CHECK(full.stages[0].number == 1);
    CHECK(full.stages[0].requirement == "S-1");
    CHECK(full.stages[0].where.line == 8);
    CHECK(kinds(full.stages[0].steps) == std::vector<std::string>{"start", "connect"});
    CHECK(full.stages[0].steps[1].where.line == 10);
    CHECK(full.stages[0].steps[1].plain("as") == "c");
    CHECK(full.stages[0].steps[1].plain("within", "10s") == "10s");
    CHECK(full.stages[0].steps[1].attributes.at("port").names() == std::vector<std::string>{"port"});
    CHECK(full.stages[1].requirement.empty());
    CHECK(kinds(full.stages[1].steps[0].children) == std::vector<std::string>{"close"});
}

TEST_CASE("load: a step's text is folded") {
    struct Row {
        const char* name;
        std::string text, source;
    };
    const auto row = GENERATE(values<Row>({
        {"nothing", "", ""},
        {"only indentation", "\n      \t\n   ", ""},
        {"one line", "hello", "hello"},
        {"the ends are trimmed", "   hello \t", "hello"},
        {"spaces within stay", "a  b", "a  b"},
        {"lines are joined", "\n      one\n      two\n    ", "onetwo"},
        {"lines of another machine", "\r\n  one\r\n  two\r\n", "onetwo"},
        {"newlines are said", "\n  one\\n\n  two\\n\n", "onetwo"},
        {"spaces that count are said", R"(\x20a\x20)", " a "},
        {"entities", "&lt;{port}&gt;&amp;&quot;&#65;", "<{port}>&\"A"},
        {"CDATA", "<![CDATA[<b>]]>", "<b>"},
        {"a comment between", "a<!-- not this -->b", "ab"},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto suite = load(role_with_steps("<connect as='c' port='1'/><send on='c'>" + row.text + "</send>"));
        auto shown = suite.roles[0].cases[0].stages[0].steps[1].text.source();
        for (std::size_t at = 0; (at = shown.find("\\n", at)) != std::string::npos;) shown.erase(at, 2);
        CHECK(shown == row.source);
    }
}

TEST_CASE("load: fragments stand for their steps, wherever they are included") {
    const auto suite = load(role_of(R"(<fragment id="talk">
  <connect as="c" port="{port}"/>
  <include fragment="end"/>
</fragment>
<fragment id="end"><close on="c"/></fragment>
<case id="one" title="One" requires="S-1">
  <stage ref="1"><start/><include fragment="talk"/></stage>
  <stage ref="2"><repeat times="2"><include fragment="talk"/></repeat><include fragment="end"/></stage>
</case>)"));
    const auto& stages = suite.roles[0].cases[0].stages;
    CHECK(kinds(stages[0].steps) == std::vector<std::string>{"start", "connect", "close"});
    CHECK(stages[0].steps[1].where.line == 6);
    CHECK(kinds(stages[1].steps) == std::vector<std::string>{"repeat", "close"});
    CHECK(kinds(stages[1].steps[0].children) == std::vector<std::string>{"connect", "close"});
}

TEST_CASE("load: a chain of fragments may be long") {
    std::string script = "<fragment id='f0'><start/></fragment>";
    for (int i = 1; i <= 30; ++i)
        script += fmt::format("<fragment id='f{}'><include fragment='f{}'/></fragment>", i, i - 1);
    const auto suite = load(role_of(
        script + "<case id='one' title='One' requires='S-1'><stage ref='1'><include fragment='f30'/></stage></case>"));
    CHECK(kinds(suite.roles[0].cases[0].stages[0].steps) == std::vector<std::string>{"start"});
}

TEST_CASE("load: what an XML file may begin with") {
    const std::string beginning = GENERATE("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "\xef\xbb\xbf",
                                           "<!-- said first -->\n", "<!DOCTYPE role>\n", "");
    const auto suite = load(beginning + role_with_steps("<start/>"));
    CHECK(suite.roles.size() == 1);
}

TEST_CASE("load: lines are counted in files of other machines") {
    auto text = role_with_steps("<start/>");
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "\r\n");
    CHECK(load(text).roles[0].cases[0].stages[0].steps[0].where.line == 6);
}

TEST_CASE("load: a folder of protocols") {
    ScenarioFolder folder;
    folder.with("protocol.xml", sample_protocol).with("server.xml", role_with_steps("<start/>"));
    folder.with("notes.txt", "not a scenario").with("client.xml.bak", "neither");
    std::filesystem::create_directory(folder.parent() / "other"); // no protocol.xml: no protocol
    const auto loaded = load_scenarios(folder.parent());
    REQUIRE(loaded.has_value());
    REQUIRE(loaded->size() == 1);
    CHECK((*loaded)[0].protocol.id == "sample");
    CHECK((*loaded)[0].roles.size() == 1);
}

TEST_CASE("load: roles in the order of their files") {
    auto client = role_with_steps("<start/>");
    client.replace(client.find("\"server\""), 8, "\"client\"");
    const auto loaded = load_suite(ScenarioFolder()
                                       .with("protocol.xml", sample_protocol)
                                       .with("server.xml", role_with_steps("<start/>"))
                                       .with("client.xml", client)
                                       .path());
    REQUIRE(loaded.has_value());
    REQUIRE(loaded->roles.size() == 2);
    CHECK(loaded->roles[0].id == "client");
    CHECK(loaded->roles[1].id == "server");
}
