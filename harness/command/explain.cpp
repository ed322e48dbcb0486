// counterpart explain: a protocol, a role or a case as its document would tell it.
#include "harness/command/catalogue.hpp"
#include "harness/command/commands.hpp"
#include "harness/scenario/grammar.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::command {
namespace {

using scenario::Step;

/// Text in lines of at most 96 characters, each with the indent.
std::string wrapped(std::string_view text, const std::string& indent) {
    std::string out, line;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        const auto word = text.substr(at, end - at);
        if (!line.empty() && line.size() + 1 + word.size() > 96 - indent.size()) {
            out += indent + line + "\n";
            line.clear();
        }
        line += (line.empty() ? "" : " ") + std::string(word);
        at = end + 1;
    }
    return line.empty() ? out : out + indent + line + "\n";
}

std::string attribute(const Step& step, std::string_view name) {
    if (name == "text") return step.text.source();
    const auto found = step.attributes.find(name);
    return found == step.attributes.end() ? std::string{} : found->second.source();
}

/// The schema's phrase for a step: {attribute} is filled in, [what is in brackets] is said only when its attribute is
/// there.
std::string said(const Step& step) {
    const auto& phrase = scenario::Grammar::built_in().element(step.kind)->phrase;
    std::string out, part;
    bool bracket = false, there = true;
    for (std::size_t i = 0; i < phrase.size(); ++i) {
        if (phrase[i] == '[') {
            out += part;
            part.clear();
            bracket = there = true;
        } else if (phrase[i] == ']' && bracket) {
            if (there) out += part;
            part.clear();
            bracket = false;
        } else if (phrase[i] == '{') {
            const auto end = phrase.find('}', i);
            const auto value = attribute(step, phrase.substr(i + 1, end - i - 1));
            there = there && (!bracket || !value.empty());
            part += value;
            i = end;
        } else {
            part += phrase[i];
        }
    }
    out += part;
    if (step.has("within")) out += fmt::format(" (Within {}.)", step.plain("within"));
    if (step.has("requirement")) out += fmt::format(" [{}]", step.plain("requirement"));
    return out;
}

void print_steps(const std::vector<Step>& steps, const std::string& indent) {
    for (const auto& step : steps) {
        fmt::print("{}", wrapped("- " + said(step), indent));
        print_steps(step.children, indent + "    ");
    }
}

void print_map(const scenario::Protocol& protocol) {
    fmt::print("\nCOMMUNICATION MAP\n");
    for (const auto& stage : protocol.map) {
        fmt::print("  {}. {}\n", stage.number, stage.title);
        fmt::print("{}", wrapped(stage.sentence, "     "));
    }
}

void print_requirements(const scenario::Protocol& protocol, const std::string& role) {
    const auto found = protocol.requirements.find(role);
    if (found == protocol.requirements.end()) return;
    for (const auto level : {Level::must, Level::should, Level::hardening}) {
        bool first = true;
        for (const auto& one : found->second) {
            if (one.level != level) continue;
            if (std::exchange(first, false))
                fmt::print("\nREQUIREMENTS: {}\n", level == Level::must ? "MUST"
                                                   : level == Level::should
                                                       ? "SHOULD"
                                                       : "HARDENING (reported; worth no points unless said)");
            const auto text = wrapped(one.sentence, "          ");
            fmt::print("  {:<7} {}", one.id, text.substr(10));
        }
    }
}

void print_protocol(const scenario::Suite& suite) {
    const auto& protocol = suite.protocol;
    fmt::print("{} ({})\n\n{}\nPARTIES\n", protocol.title, protocol.id, wrapped(protocol.summary, ""));
    for (const auto& party : protocol.parties)
        fmt::print("  {} ({}){}\n", party.title, party.id,
                   party.listens.empty() ? "" : "; listens on " + party.listens);
    print_map(protocol);
    if (!protocol.tolerated.empty()) fmt::print("\nTOLERATED, WITH A REMARK\n");
    for (const auto& one : protocol.tolerated) fmt::print("{}", wrapped("- " + one, "  "));
}

void print_program(const scenario::Program& program) {
    const auto named = program.name.empty() ? std::string{} : fmt::format("the {}: ", program.name);
    for (const auto& function : program.functions) {
        std::vector<std::string> names;
        for (const auto& set : function.variables) names.push_back(set.variable);
        fmt::print("{}", wrapped(fmt::format("- {}a Python module {}, whose variables ({}) are set where it has them, "
                                             "and whose functions are called{}",
                                             named, fmt::join(function.files, " or "), fmt::join(names, ", "),
                                             function.call.empty() ? "" : ": " + function.call + "()"),
                                 "  "));
    }
    for (const auto& command : program.commands)
        fmt::print("{}",
                   wrapped(fmt::format("- {}a program {} (also .py .js .pl .sh .rb), run as: {} {}", named,
                                       fmt::join(command.files, " or "), command.files.front(), command.arguments),
                           "  "));
    if (!program.data.empty())
        fmt::print("{}", wrapped(fmt::format("  its data lies in the submission's folder {}/, or where there is none "
                                             "in the working directory",
                                             program.data),
                                 "  "));
}

void print_launch(const scenario::Role& role) {
    fmt::print("\nHOW A SUBMISSION IS STARTED\n");
    for (const auto& program : role.programs) print_program(program);
    fmt::print("\nPLACEHOLDERS for --command\n");
    for (const auto& parameter : role.parameters) {
        const auto usual = parameter.value.source();
        fmt::print("  {:<12} {}{}\n", "{" + parameter.name + "}", parameter.about,
                   usual.empty() ? "" : fmt::format(" ({} unless a case says otherwise)", usual));
    }
}

void print_role(const Pick& what) {
    const auto& role = *what.role;
    fmt::print("{}: {}\n\n{}\n{}", role.name(), role.title, wrapped(what.suite->protocol.summary, ""),
               wrapped(role.about, ""));
    print_map(what.suite->protocol);
    print_requirements(what.suite->protocol, role.id);
    if (!what.suite->protocol.tolerated.empty()) fmt::print("\nTOLERATED, WITH A REMARK\n");
    for (const auto& one : what.suite->protocol.tolerated) fmt::print("{}", wrapped("- " + one, "  "));
    print_launch(role);
    fmt::print("\nCASES (counterpart explain {}/CASE tells one step by step)\n", role.name());
    for (const auto& test : role.cases)
        fmt::print("  {:<28} {:<9} {}\n{}", test.id, to_string(test.level), test.title,
                   wrapped(fmt::format("{}", fmt::join(test.requires_ids, " ")), "      "));
}

void print_case(const Pick& what) {
    const auto& test = *what.test;
    fmt::print("{}/{}: {}\nLevel {}, {} points, checks {}\n\n", what.role->name(), test.id, test.title,
               to_string(test.level), test.points, fmt::join(test.requires_ids, " "));
    print_steps(test.lets, "");
    for (const auto& stage : test.stages) {
        const auto* told = what.suite->protocol.stage(stage.number);
        fmt::print("\nStage {}: {}\n", stage.number, told ? told->title : "");
        print_steps(stage.steps, "  ");
    }
}

} // namespace

int explain(const std::string& what, const std::filesystem::path& folder) {
    const auto suites = load_catalogue(folder, what);
    const auto chosen = pick(suites, what);
    if (chosen.test)
        print_case(chosen);
    else if (chosen.role)
        print_role(chosen);
    else
        print_protocol(*chosen.suite);
    return exit_passed;
}

} // namespace counterpart::command
