#include "harness/scenario/load.hpp"
#include "harness/scenario/check.hpp"
#include "harness/scenario/document.hpp"
#include "harness/scenario/units.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <tuple>

namespace counterpart::scenario {
namespace {

namespace fs = std::filesystem;

/// Words of a document, with the line breaks and indentation of its XML folded into single spaces.
std::string prose(pugi::xml_node node) {
    std::string out;
    for (const char c : std::string_view(node.text().get())) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (blank && (out.empty() || out.back() == ' ')) continue;
        out += blank ? ' ' : c;
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        if (end > at) all.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return all;
}

Level level_of(std::string_view word) {
    if (word == "hardening") return Level::hardening;
    return word == "should" ? Level::should : Level::must;
}

Protocol read_protocol(pugi::xml_node root) {
    Protocol protocol;
    protocol.id = root.attribute("id").value();
    protocol.title = root.attribute("title").value();
    protocol.summary = prose(root.child("summary"));
    for (const auto node : root.children("party"))
        protocol.parties.push_back(
            {node.attribute("id").value(), node.attribute("title").value(), node.attribute("listens").value()});
    for (const auto node : root.child("map").children("stage"))
        protocol.map.push_back({node.attribute("number").as_int(), node.attribute("title").value(),
                                node.attribute("from").value(), node.attribute("to").value(), prose(node)});
    for (const auto group : root.children("requirements"))
        for (const auto node : group.children("requirement"))
            protocol.requirements[group.attribute("role").value()].push_back(
                {node.attribute("id").value(), level_of(node.attribute("level").value()),
                 node.attribute("stage").as_int(), prose(node)});
    for (const auto node : root.children("tolerated")) protocol.tolerated.push_back(prose(node));
    for (const auto node : root.children("pattern"))
        protocol.patterns.emplace(node.attribute("id").value(), node.attribute("matches").value());
    return protocol;
}

Case read_case(const Document& document, pugi::xml_node node, const Protocol& protocol) {
    Case test;
    test.id = node.attribute("id").value();
    test.title = node.attribute("title").value();
    test.requires_ids = words(node.attribute("requires").value());
    test.where = document.location(node);
    for (const auto& id : test.requires_ids)
        if (const auto* requirement = protocol.requirement(id)) test.level = std::max(test.level, requirement->level);
    if (const auto level = node.attribute("level")) test.level = level_of(level.value());
    test.points = node.attribute("points").as_double(test.level == Level::hardening ? 0 : 1);
    test.launch = node.attribute("launch").value();
    if (const auto limit = node.attribute("limit")) test.limit = duration_of(limit.value());
    test.times = node.attribute("times").as_uint(1);
    if (const auto size = node.attribute("scratch")) test.scratch_bytes = size_of(size.value());
    if (const auto size = node.attribute("memory")) test.memory_bytes = size_of(size.value());
    test.processes = node.attribute("processes").as_uint(test.processes);
    test.lets = document.steps_in(node, "stage");
    for (const auto child : node.children("stage"))
        test.stages.push_back({child.attribute("ref").as_int(), child.attribute("requirement").value(),
                               document.steps_in(child), document.location(child)});
    return test;
}

Program read_program(const Document& document, pugi::xml_node launch, pugi::xml_node role) {
    Program program;
    program.name = launch.attribute("program").value();
    program.data = launch.attribute("data").value();
    const auto reference = launch.attribute("reference");
    program.reference = reference ? reference.value() : role.attribute("reference").value();
    for (const auto node : launch.children("python-function")) {
        PythonFunction function{words(node.attribute("file").value()), node.attribute("call").value(), {}};
        for (const auto set : node.children("set"))
            function.variables.push_back(
                {set.attribute("variable").value(), document.filled(set, "value"), set.attribute("type").value()});
        program.functions.push_back(std::move(function));
    }
    for (const auto node : launch.children("command"))
        program.commands.push_back({words(node.attribute("file").value()), node.attribute("arguments").value()});
    return program;
}

Role read_role(const Document& document, const Protocol& protocol) {
    const auto root = document.root();
    Role role;
    role.protocol = root.attribute("protocol").value();
    role.id = root.attribute("id").value();
    role.title = root.attribute("title").value();
    role.about = prose(root.child("about"));
    role.file = document.file();
    for (const auto node : root.children("parameter"))
        role.parameters.push_back({node.attribute("name").value(), document.filled(node, "value"),
                                   std::string_view(node.attribute("several").value()) == "yes", prose(node)});
    for (const auto launch : root.children("launch")) role.programs.push_back(read_program(document, launch, root));
    for (const auto node : root.children("case")) role.cases.push_back(read_case(document, node, protocol));
    return role;
}

void load_into(const fs::path& folder, Suite& suite, Complaints& complaints) {
    std::error_code error;
    if (!fs::is_regular_file(folder / "protocol.xml", error)) {
        complaints.push_back(
            {{(folder / "protocol.xml").string(), 0}, "there is no such file; a protocol's folder needs it"});
        return;
    }
    const Document protocol_file(folder / "protocol.xml", {"protocol"}, complaints);
    if (!protocol_file.root()) return;
    suite.protocol = read_protocol(protocol_file.root());
    check_protocol(protocol_file, suite.protocol, complaints);
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".xml" && entry.path().filename() != "protocol.xml")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        const Document document(file, {"role"}, complaints, suite.protocol.patterns);
        if (!document.root()) continue;
        suite.roles.push_back(read_role(document, suite.protocol));
        check_role(document, suite.roles.back(), suite.protocol, complaints);
    }
}

/// Says each thing once, also about a fragment that many cases include; in the order of the lines.
void arrange(Complaints& complaints) {
    const auto place = [](const Complaint& one) { return std::tie(one.where.file, one.where.line, one.what); };
    std::stable_sort(complaints.begin(), complaints.end(), [&](const Complaint& a, const Complaint& b) {
        return std::tie(a.where.file, a.where.line) < std::tie(b.where.file, b.where.line);
    });
    std::set<std::tuple<std::string, int, std::string>> said;
    std::erase_if(complaints, [&](const Complaint& one) { return !said.emplace(place(one)).second; });
}

} // namespace

Loaded<Suite> load_suite(const fs::path& folder) {
    Suite suite;
    Complaints complaints;
    load_into(folder, suite, complaints);
    arrange(complaints);
    if (!complaints.empty()) return complaints;
    return suite;
}

Loaded<std::vector<Suite>> load_scenarios(const fs::path& folder) {
    Complaints complaints;
    std::error_code error;
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (fs::exists(entry.path() / "protocol.xml")) folders.push_back(entry.path());
    if (error)
        complaints.push_back({{folder.string(), 0}, "cannot read this folder: " + error.message()});
    else if (folders.empty())
        complaints.push_back({{folder.string(), 0}, "no protocol here: each is a folder with a protocol.xml"});
    std::sort(folders.begin(), folders.end());
    std::vector<Suite> suites(folders.size());
    for (std::size_t i = 0; i < folders.size(); ++i) load_into(folders[i], suites[i], complaints);
    arrange(complaints);
    if (!complaints.empty()) return complaints;
    return suites;
}

} // namespace counterpart::scenario
