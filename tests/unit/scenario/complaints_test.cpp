// Every complaint of the loader about a role file, word by word, with its line.
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/scenario/scenario_folder.hpp"

using namespace counterpart::scenario;

namespace {

using Said = std::vector<std::string>;

struct Row {
    const char* name;
    std::string text; ///< of steps, a script, or a whole file: each test says which
    Said complaints;
};

std::string wrong_names(const std::string& element, const std::string& attribute) {
    const auto& grammar = Grammar::built_in();
    for (const auto& one : grammar.element(element)->attributes)
        if (one.name == attribute) return one.about;
    return "no such attribute in the schema";
}

} // namespace

TEST_CASE("complaints: elements") {
    const auto stage = allowed_in("stage");
    const auto row = GENERATE_COPY(values<Row>({
        {"unknown, like another",
         "<lisen as='a' port='1'/>",
         {"server.xml:6: <lisen> cannot stand in <stage> (did you mean 'listen'?); allowed: " + stage}},
        {"unknown, like nothing",
         "<start/>\n<teleport/>",
         {"server.xml:7: <teleport> cannot stand in <stage>; allowed: " + stage}},
        {"known, in the wrong place",
         "<party id='x' title='X'/>",
         {"server.xml:6: <party> cannot stand in <stage>; allowed: " + stage}},
        {"known, in the wrong place, and wrong itself",
         "<party id='x'/>",
         {"server.xml:6: <party> cannot stand in <stage>; allowed: " + stage,
          "server.xml:6: <party> needs the attribute 'title': " + wrong_names("party", "title")}},
        {"in an element that holds none",
         "<wait for='1s' because='x'><let name='a' value='b'/></wait>",
         {"server.xml:6: <let> cannot stand in <wait>; allowed: nothing"}},
        {"text where there is none",
         "<wait for='1s' because='x'>\n now</wait>",
         {"server.xml:6: <wait> holds no text of its own"}},
        {"a comment is no text", "<wait for='1s' because='x'><!-- now --></wait>", {}},
    }));
    DYNAMIC_SECTION(row.name) { CHECK(complaints_about(role_with_steps(row.text)) == row.complaints); }
}

TEST_CASE("complaints: attributes") {
    const auto row = GENERATE_COPY(values<Row>({
        {"unknown, like another",
         "<wait fro='1s' for='1s' because='x'/>",
         {"server.xml:6: <wait> has no attribute 'fro' (did you mean 'for'?); allowed: for, because"}},
        {"unknown, like nothing",
         "<wait weather='fine' for='1s' because='x'/>",
         {"server.xml:6: <wait> has no attribute 'weather'; allowed: for, because"}},
        {"unknown, where there are none",
         "<parallel at='once'/>",
         {"server.xml:6: <parallel> has no attribute 'at'; allowed: none"}},
        {"missing",
         "<wait for='1s'/>",
         {"server.xml:6: <wait> needs the attribute 'because': " + wrong_names("wait", "because")}},
        {"all missing",
         "<wait/>",
         {"server.xml:6: <wait> needs the attribute 'for': " + wrong_names("wait", "for"),
          "server.xml:6: <wait> needs the attribute 'because': " + wrong_names("wait", "because")}},
        {"twice", "<wait for='1s' for='2s' because='x'/>", {"server.xml:6: <wait> has the attribute 'for' twice"}},
        {"on a later line of its element",
         "<wait\n for='1s'\n because='x'\n what='y'/>",
         {"server.xml:6: <wait> has no attribute 'what'; allowed: for, because"}},
        {"of an editor",
         "<wait xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:y='z' for='1s' because='x'/>",
         {}},
    }));
    DYNAMIC_SECTION(row.name) { CHECK(complaints_about(role_with_steps(row.text)) == row.complaints); }
}

TEST_CASE("complaints: values of each type") {
    struct Wrong {
        const char* type;
        std::string step, complaint;
    };
    const auto row = GENERATE(values<Wrong>({
        {"random-kind", "<let name='a' random='wo rd'/>",
         "<let random=\"wo rd\">: allowed: word, name, digits, hex, text, bytes, port, uuid (did you mean 'word'?)"},
        {"value-name", "<let name='1st' value='x'/>",
         "<let name=\"1st\">: allowed: The name of a new value; use it as {name} from here on."},
        {"new-channel", "<connect as='a.b' port='1'/>",
         "<connect as=\"a.b\">: allowed: The name of a new connection, listener or call."},
        {"requirement", "<wait for='1s' because='x'/><expect-running requirement='s-1'/>",
         "<expect-running requirement=\"s-1\">: allowed: The id of a requirement of this protocol."},
        {"number", "<repeat times='-1'/>", "<repeat times=\"-1\">: allowed: A whole number."},
        {"duration", "<wait for='1h' because='x'/>", "<wait for=\"1h\">: allowed: A time: 500ms, 5s or 2min."},
        {"duration without unit", "<wait for='1' because='x'/>",
         "<wait for=\"1\">: allowed: A time: 500ms, 5s or 2min."},
        {"sizes", "<let name='a' random='bytes' size='1..2..3'/>",
         "<let size=\"1..2..3\">: allowed: A size, or a range of which one is drawn: 64KiB or 1..900."},
        {"pieces", "<connect as='c' port='1'/><send on='c' pieces='0'>x</send>",
         "<send pieces=\"0\">: allowed: How a send is cut: the size of each piece, or 'random' (1 to 1,000 bytes "
         "each)."},
        {"yes-no", "<expect-file path='a' absent='true'/>", "<expect-file absent=\"true\">: allowed: yes, no"},
        {"yes-no, nearly", "<expect-file path='a' absent='yess'/>",
         "<expect-file absent=\"yess\">: allowed: yes, no (did you mean 'yes'?)"},
        {"launch-kind", "<when launch='functoin'/>",
         "<when launch=\"functoin\">: allowed: function, command (did you mean 'function'?)"},
        {"template, placeholder", "<place-file path='{port' >x</place-file>",
         "<place-file path=\"{port\">: '{' without '}'; write {{ for a brace"},
        {"template, escape", R"(<place-file path='\q'>x</place-file>)",
         R"(<place-file path="\q">: '\q' means nothing here; allowed are \n \r \t \0 \\ \xNN)"},
        {"text of a step", "<place-file path='a'>x}</place-file>",
         "in the text of <place-file>: '}' without '{'; write }} for a brace"},
        {"expression", "<connect as='c' port='1'/><receive on='c' matches='(a'/>",
         "<receive matches=\"(a\">: '(a' is no regular expression: missing ): (a"},
        {"cause", "<expect-exit><slip cause='tiemout' says='x'/></expect-exit>",
         "<slip cause=\"tiemout\">: allowed: mismatch, timeout, closed, reset, refused, crash, extra, order (did you "
         "mean "
         "'timeout'?)"},
    }));
    DYNAMIC_SECTION(row.type) {
        const auto said = complaints_about(role_with_steps(row.step));
        // What is no name is not there either, and may be missed elsewhere; the form is what this is about.
        REQUIRE_FALSE(said.empty());
        CHECK(said[0] == "server.xml:6: " + row.complaint);
    }
}

TEST_CASE("complaints: values of a case's attributes") {
    struct Wrong {
        std::string attribute, value, allowed;
    };
    const auto row = GENERATE(values<Wrong>({
        {"id", "1st", "A name: letters, digits, '-', '_' and '.', beginning with a letter."},
        {"level", "shold", "must, should, hardening (did you mean 'should'?)"},
        {"points", "many", "A number of points."},
        {"points", "1,5", "A number of points."},
        {"launch", "shell", "function, command"},
        {"limit", "soon", "A time: 500ms, 5s or 2min."},
        {"scratch", "1MB", "A number of bytes: 17, 64KiB, 16MiB or 1GiB."},
        {"memory", "-1", "A number of bytes: 17, 64KiB, 16MiB or 1GiB."},
    }));
    DYNAMIC_SECTION(row.attribute << "=" << row.value) {
        const auto id = row.attribute == "id" ? "" : "id='one' ";
        CHECK(complaints_about(role_of(fmt::format("<case {}title='One' requires='S-1' {}='{}'><stage ref='1'/></case>",
                                                   id, row.attribute, row.value))) ==
              Said{fmt::format("server.xml:5: <case {}=\"{}\">: allowed: {}", row.attribute, row.value, row.allowed)});
    }
}

TEST_CASE("complaints: names that are not there") {
    const auto row = GENERATE(values<Row>({
        {"a value in an attribute",
         "<connect as='c' port='{prot}'/>",
         {"server.xml:6: <connect port> uses the value '{prot}', which is not known here; known are: port"}},
        {"a value in a text",
         "<let name='a' value='1'/><connect as='c' port='{port}'/>\n<send on='c'>{b} {a}</send>",
         {"server.xml:7: the text of <send> uses the value '{b}', which is not known here; known are: a, port"}},
        {"a value in an expression",
         "<connect as='c' port='{port}'/><receive on='c' matches='{b}{2}'/>",
         {"server.xml:6: <receive matches> uses the value '{b}', which is not known here; known are: port"}},
        {"a word of a value", "<connect as='c' port='{port.2}'/>", {}},
        {"a word of no value",
         "<connect as='c' port='{ports.2}'/>",
         {"server.xml:6: <connect port> uses the value '{ports.2}', which is not known here; known are: port"}},
        {"a value before it is made",
         "<let name='a' value='{b}'/><let name='b' value='1'/>",
         {"server.xml:6: <let value> uses the value '{b}', which is not known here; known are: port"}},
        {"a value made of itself",
         "<let name='a' value='{a}'/>",
         {"server.xml:6: <let value> uses the value '{a}', which is not known here; known are: port"}},
        {"a captured value", "<connect as='c' port='1'/><receive on='c' capture='a'/><send on='c'>{a}</send>", {}},
        {"what came, in a slip", "<expect-exit><slip says='{got}'/></expect-exit>", {}},
        {"what came, elsewhere",
         "<let name='a' value='{got}'/>",
         {"server.xml:6: <let value> uses the value '{got}', which is not known here; known are: port"}},
        {"a round's value, within", "<repeat times='2' as='i'><let name='a' value='{i}'/></repeat>", {}},
        {"a round's own value, afterwards",
         "<repeat times='2'><let name='a' value='1'/></repeat>\n<let name='b' value='{a}'/>",
         {"server.xml:7: <let value> uses the value '{a}', which is not known here; known are: port"}},
        {"a connection",
         "<send on='c'>x</send>",
         {"server.xml:6: <send on=\"c\">: no earlier step made this; known here: call"}},
        {"another connection",
         "<connect as='c' port='1'/>\n<close on='d'/>",
         {"server.xml:7: <close on=\"d\">: no earlier step made this; known here: c, call"}},
        {"a sequence's own connection, in another",
         "<parallel><sequence><connect as='c' port='1'/></sequence>\n<sequence><close on='c'/></sequence></parallel>",
         {"server.xml:7: <close on=\"c\">: no earlier step made this; known here: call"}},
        {"a connection of a <when>", "<when launch='command'><connect as='c' port='1'/></when><close on='c'/>", {}},
        {"a requirement of a step",
         "<expect-running requirement='S-9'/>",
         {"server.xml:6: there is no requirement 'S-9' in protocol.xml; it has S-1 S-2 S-H"}},
        {"a requirement of a slip",
         "<expect-exit>\n<slip says='x' requirement='S-9'/></expect-exit>",
         {"server.xml:7: there is no requirement 'S-9' in protocol.xml; it has S-1 S-2 S-H"}},
        {"a fragment", "<include fragment='up'/>", {"server.xml:6: there is no fragment 'up' in this file"}},
        {"nothing to draw", "<let name='a'/>", {"server.xml:6: <let name=\"a\"> needs one of value, words, random"}},
        {"several of what is one",
         "<let name='a' random='port' count='3'/>",
         {"server.xml:6: <let random=\"port\"> makes nothing of count=; it is for word, name and digits"}},
        {"lines of what has none",
         "<let name='a' random='hex' lines='3'/>",
         {"server.xml:6: <let random=\"hex\"> makes nothing of lines=; it is for text"}},
        {"a length of what has its own",
         "<let name='a' random='uuid' size='3'/>",
         {"server.xml:6: <let random=\"uuid\"> makes nothing of size=; it is for what has a length"}},
        {"lines and size",
         "<let name='a' random='text' lines='3' size='9'/>",
         {"server.xml:6: <let random=\"text\"> takes lines= or size=, not both"}},
        {"a range that ends before it begins",
         "<let name='a' random='bytes' size='9..3'/>",
         {"server.xml:6: <let size=\"9..3\">: the range ends before it begins"}},
    }));
    DYNAMIC_SECTION(row.name) { CHECK(complaints_about(role_with_steps(row.text)) == row.complaints); }
}

TEST_CASE("complaints: cases, stages and fragments") {
    const auto one = [](const std::string& inside) {
        return "<case id='one' title='One' requires='S-1'>" + inside + "</case>";
    };
    const auto row = GENERATE_COPY(values<Row>({
        {"a second case",
         one("<stage ref='1'/>") + "\n" + one("<stage ref='1'/>"),
         {"server.xml:6: a second case 'one'"}},
        {"a second stage",
         one("<stage ref='1'/>\n<stage ref='2'/>\n<stage ref='1'/>"),
         {"server.xml:7: a second stage 1 in case 'one'; put its steps into the first"}},
        {"no stage", one(""), {"server.xml:5: case 'one' has no <stage>, so it could judge nothing"}},
        {"a stage beyond the map",
         one("<stage ref='3'/>"),
         {"server.xml:5: there is no stage 3 in the map of sample; it has 1 to 2"}},
        {"a stage without number",
         one("<stage/>"),
         {"server.xml:5: there is no stage 0 in the map of sample; it has 1 to 2"}},
        {"an unknown requirement of a stage",
         one("<stage ref='1' requirement='S-3'/>"),
         {"server.xml:5: there is no requirement 'S-3' in protocol.xml; it has S-1 S-2 S-H"}},
        {"an unknown requirement of a case",
         "<case id='one' title='One' requires='S-1 S-3 S-4'><stage ref='1'/></case>",
         {"server.xml:5: there is no requirement 'S-3' in protocol.xml; it has S-1 S-2 S-H",
          "server.xml:5: there is no requirement 'S-4' in protocol.xml; it has S-1 S-2 S-H"}},
        {"what one case knows another does not",
         one("<let name='a' value='1'/><stage ref='1'/>") +
             "\n<case id='two' title='Two' requires='S-1'><stage ref='1'><let name='b' value='{a}'/></stage></case>",
         {"server.xml:6: <let value> uses the value '{a}', which is not known here; known are: port"}},
        {"what an earlier stage made",
         one("<stage ref='1'><connect as='c' port='1'/></stage><stage ref='2'><close on='c'/></stage>"),
         {}},
        {"a fragment that includes itself",
         "<fragment id='f'><start/>\n<include fragment='f'/></fragment>" +
             one("<stage ref='1'><include fragment='f'/></stage>"),
         {"server.xml:6: fragment 'f' includes itself"}},
        {"fragments that include each other",
         "<fragment id='f'><include fragment='g'/></fragment>\n"
         "<fragment id='g'><repeat times='2'><include fragment='f'/></repeat></fragment>" +
             one("<stage ref='1'><include fragment='f'/></stage>"),
         {"server.xml:6: fragment 'f' includes itself"}},
        {"a fragment that includes itself many times over",
         "<fragment id='f'>\n" +
             [] {
                 std::string all;
                 for (int i = 0; i < 30; ++i) all += "<include fragment='f'/>";
                 return all;
             }() +
             "</fragment>" + one("<stage ref='1'><include fragment='f'/></stage>"),
         {"server.xml:6: fragment 'f' includes itself"}},
        {"a second fragment of one name",
         "<fragment id='f'/><fragment id='f'/>" + one("<stage ref='1'><include fragment='f'/></stage>"),
         {"server.xml:5: a second fragment 'f'"}},
        {"a fragment that nothing includes",
         "<fragment id='f'/>" + one("<stage ref='1'/>"),
         {"server.xml:5: no step includes the fragment 'f'"}},
        {"what is wrong in a fragment is said once",
         "<fragment id='f'><let name='a' value='{b}'/></fragment>" +
             one("<stage ref='1'><include fragment='f'/><include fragment='f'/></stage><stage ref='2'><include "
                 "fragment='f'/></stage>"),
         {"server.xml:5: <let value> uses the value '{b}', which is not known here; known are: port",
          "server.xml:5: <let value> uses the value '{b}', which is not known here; known are: a, port"}},
    }));
    DYNAMIC_SECTION(row.name) { CHECK(complaints_about(role_of(row.text)) == row.complaints); }
}

TEST_CASE("complaints: all at once, in the order of the lines") {
    CHECK(complaints_about(R"(<role protocol="other" id="server" title="Answer" referense="x">
  <about>It answers.</about>
  <launch/>
  <parameter name="port" value="{5000}">its port</parameter>
  <case id="one" title="One" requires="S-7">
    <let name="a" random="wrod"/>
    <stage ref="9">
      <lisen as="l" port="1"/>
      <connect as="c" port="{prot}" within="soon"/>
      <receive on="d" matches="(">
        <slip/>
      </receive>
    </stage>
  </case>
  <case id="one" title="Two" requires="S-1"/>
</role>
)") == Said{
           "server.xml:1: <role> has no attribute 'referense' (did you mean 'reference'?); allowed: protocol, id, "
           "title, "
           "reference",
           "server.xml:1: the role is of protocol 'other', but its folder holds 'sample'",
           "server.xml:3: <launch> needs a <python-function> or a <command>",
           "server.xml:4: <parameter> comes too late in <role>; the order is about, parameter, launch, case, fragment",
           "server.xml:4: <parameter value=\"{5000}\">: '{5000}' is no placeholder: it needs a name, as in {port}; "
           "write "
           "{{ for a brace",
           "server.xml:5: there is no requirement 'S-7' in protocol.xml; it has S-1 S-2 S-H",
           "server.xml:6: <let random=\"wrod\">: allowed: word, name, digits, hex, text, bytes, port, uuid (did you "
           "mean 'word'?)",
           "server.xml:7: there is no stage 9 in the map of sample; it has 1 to 2",
           "server.xml:8: <lisen> cannot stand in <stage> (did you mean 'listen'?); allowed: " + allowed_in("stage"),
           "server.xml:9: <connect within=\"soon\">: allowed: A time: 500ms, 5s or 2min.",
           "server.xml:9: <connect port> uses the value '{prot}', which is not known here; known are: a, port",
           "server.xml:10: <receive matches=\"(\">: '(' is no regular expression: missing ): (",
           "server.xml:10: <receive on=\"d\">: no earlier step made this; known here: c, call",
           "server.xml:11: <slip> needs the attribute 'says': " + wrong_names("slip", "says"),
           "server.xml:15: a second case 'one'",
           "server.xml:15: case 'one' has no <stage>, so it could judge nothing",
       });
}
