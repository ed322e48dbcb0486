#include "harness/run/entry.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <map>
#include <sstream>
#include <unistd.h>

namespace counterpart::run {

namespace fs = std::filesystem;
using engine::Launch;
using scenario::Template;

namespace {

/// What runs a file of a kind; an empty name: the Python interpreter.
const std::map<std::string, std::string, std::less<>>& interpreters() {
    static const std::map<std::string, std::string, std::less<>> table{
        {".py", ""}, {".js", "node"}, {".mjs", "node"}, {".pl", "perl"}, {".sh", "sh"}, {".rb", "ruby"}};
    return table;
}

Template literal(const fs::path& path) { return Template(path.string()); }

/// Where a staged or host path is seen from inside.
fs::path show(const EntryContext& context, Launch& launch, const fs::path& from, const fs::path& inside) {
    const bool cage = context.isolation == candidate::Isolation::cage;
    launch.mounts.push_back({from, cage ? inside : from});
    return launch.mounts.back().to;
}

/// The candidate's working directory, as it sees it.
fs::path working_directory(const EntryContext& context) {
    return context.isolation == candidate::Isolation::cage ? "/work" : ".";
}

/// Without a cage root starts candidates as users without rights: they must be able to reach the interpreter.
void check_reachable(const fs::path& program) {
    for (auto path = fs::canonical(program); path.has_relative_path(); path = path.parent_path()) {
        if ((fs::status(path).permissions() & fs::perms::others_exec) != fs::perms::none) continue;
        throw std::runtime_error(fmt::format("without a cage, candidates cannot run {}: {} is closed to the user that "
                                             "they run as; name another interpreter, e.g. --python /usr/bin/python3",
                                             program.string(), path.string()));
    }
}

/// Makes an interpreter visible and appends it to the command.
void add_python(const EntryContext& context, Launch& launch) {
    const auto python = candidate::find_interpreter(context.python);
    if (context.isolation == candidate::Isolation::none && ::geteuid() == 0) check_reachable(python.program);
    for (const auto& folder : python.folders) launch.mounts.push_back({folder, folder});
    launch.words.push_back(literal(python.program));
}

/// A program that is needed from the host, visible with the folder that it lies in when that is not in /usr.
fs::path host_program(Launch& launch, const std::string& name) {
    const auto found = candidate::on_path(name);
    if (found.empty())
        throw std::runtime_error(fmt::format("there is no program '{}' on this machine; install it", name));
    const auto real = fs::canonical(found);
    if (!real.string().starts_with("/usr/"))
        launch.mounts.push_back({real.parent_path().parent_path(), real.parent_path().parent_path()});
    return real;
}

/// The shell that a script names in its first line ("#!/bin/bash", "#!/usr/bin/env bash"), where this machine has it.
std::string shell_of(const fs::path& script) {
    std::string first, word;
    std::getline(std::ifstream(script), first);
    if (!first.starts_with("#!")) return "sh";
    std::istringstream words(first.substr(2));
    while (words >> word && (fs::path(word).filename() == "env" || word.starts_with('-'))) {}
    const auto named = fs::path(word).filename().string();
    return named.ends_with("sh") && !candidate::on_path(named).empty() ? named : "sh";
}

void add_interpreter(const EntryContext& context, Launch& launch, const fs::path& file) {
    const auto found = interpreters().find(file.extension().string());
    if (found == interpreters().end()) return;
    if (found->second.empty()) return add_python(context, launch);
    const auto name = found->second == "sh" ? shell_of(file) : found->second;
    launch.words.push_back(literal(host_program(launch, name)));
}

std::vector<Template> placeholders(const std::vector<std::string>& words) {
    std::vector<Template> all;
    for (const auto& word : words) {
        // Only {name} is a placeholder here: backslashes and other braces are the command's own.
        auto parsed = Template::parse_pattern("");
        Template whole;
        const bool marked = word.find('{') != std::string::npos;
        if (marked) {
            std::string escaped;
            for (const char c : word) escaped += c == '\\' ? std::string("\\\\") : std::string(1, c);
            parsed = Template::parse(escaped);
            if (!parsed)
                throw std::runtime_error(fmt::format("in the command word '{}': {}", word, parsed.error().what));
            whole = *parsed;
        } else {
            whole = Template(word);
        }
        all.push_back(std::move(whole));
    }
    return all;
}

void check_placeholders(const scenario::Role& role, const std::vector<Template>& words) {
    for (const auto& word : words)
        for (const auto& name : word.names()) {
            std::vector<std::string> known;
            for (const auto& parameter : role.parameters) known.push_back("{" + parameter.name + "}");
            if (std::find(known.begin(), known.end(), "{" + name + "}") == known.end())
                throw std::runtime_error(fmt::format("the command uses {{{}}}, which {} has not; it has {}", name,
                                                     role.name(), fmt::join(known, " ")));
        }
}

struct Fit {
    const scenario::PythonFunction* function = nullptr;
    const scenario::CommandLaunch* command = nullptr;
    fs::path file;
};

bool runnable(const fs::path& file) {
    if (!fs::is_regular_file(file)) return false;
    const auto program = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
    return interpreters().contains(file.extension().string()) ||
           (fs::status(file).permissions() & program) != fs::perms::none;
}

/// Every way in which the files of a folder fit a program; `tried` gets what was looked for.
std::vector<Fit> fits_in(const scenario::Program& program, const fs::path& folder, std::vector<std::string>& tried) {
    std::vector<Fit> fits;
    std::vector<std::string> modules;
    for (const auto& function : program.functions)
        for (const auto& name : function.files) {
            tried.push_back(fmt::format("{} (functions)", name));
            modules.push_back(name);
            if (fs::is_regular_file(folder / name)) fits.push_back({&function, nullptr, folder / name});
        }
    for (const auto& command : program.commands)
        for (const auto& base : command.files) {
            std::vector<std::string> names{base};
            for (const auto& [extension, interpreter] : interpreters()) names.push_back(base + extension);
            // A module whose functions are called is not run as a command as well.
            std::erase_if(names, [&](const auto& name) {
                return std::find(modules.begin(), modules.end(), name) != modules.end();
            });
            tried.push_back(fmt::format("{} (command)", fmt::join(names, " ")));
            for (const auto& name : names)
                if (runnable(folder / name)) fits.push_back({nullptr, &command, folder / name});
        }
    return fits;
}

/// One of several programs lies in the copy of the submission that is its working directory; a program alone is shown
/// beside its own.
Launch launched(const EntryContext& context, const Fit& fit, const fs::path& staged, const std::string& program) {
    Launch launch;
    const auto root = fs::is_directory(staged) ? staged : staged.parent_path();
    if (!program.empty()) launch.copied = root;
    const auto seen = program.empty() ? show(context, launch, root, "/submission") : working_directory(context);
    const auto inside = seen / fs::relative(fit.file, root);
    if (fit.function) {
        launch.functions = true;
        launch.variables = fit.function->variables;
        launch.call = fit.function->call;
        add_python(context, launch);
        launch.words.push_back(literal(show(context, launch, context.staging.adapter(), "/adapter.py")));
        launch.words.push_back(literal(inside));
        launch.description = fmt::format("functions of {}", fit.file.filename().string());
        return launch;
    }
    add_interpreter(context, launch, fit.file);
    launch.words.push_back(literal(inside));
    for (auto& word : placeholders(words_of(fit.command->arguments))) launch.words.push_back(std::move(word));
    launch.description = fmt::format("command {} {}", fit.file.filename().string(), fit.command->arguments);
    return launch;
}

/// Names the program, and finds its folder of data in the submission.
Launch named(Launch launch, const scenario::Program& program) {
    launch.program = program.name;
    if (!program.data.empty() && !launch.copied.empty() && fs::is_directory(launch.copied / program.data))
        launch.data = program.data + "/";
    return launch;
}

/// A folder that holds nothing but one folder, as archives often do, stands for that one. A link does not: it may lead
/// out of the submission.
fs::path unwrapped(fs::path folder) {
    for (int depth = 0; depth < 3; ++depth) {
        std::vector<fs::path> entries;
        for (const auto& entry : fs::directory_iterator(folder))
            if (!entry.path().filename().string().starts_with(".") && entry.path().filename() != "__MACOSX")
                entries.push_back(entry.path());
        if (entries.size() != 1 || !fs::is_directory(fs::symlink_status(entries[0]))) break;
        folder = entries[0];
    }
    return folder;
}

Launch single_file(const EntryContext& context, const fs::path& submission) {
    const auto& role = context.role;
    if (role.programs.size() > 1)
        throw NoEntry(fmt::format("{} is judged by several programs; {} is one file: name their folder", role.name(),
                                  submission.string()));
    const auto& program = role.programs[0];
    const bool module = submission.extension() == ".py" && !program.functions.empty();
    if (!module && program.commands.empty())
        throw NoEntry(
            fmt::format("{} is judged by Python functions; {} is no .py file", role.name(), submission.string()));
    if (!module && !runnable(submission))
        throw NoEntry(fmt::format("{} is neither executable nor a script of a known kind (.py .js .pl .sh .rb)",
                                  submission.string()));
    const auto staged = context.staging.copy_of(submission);
    const auto fit = module ? Fit{&program.functions[0], nullptr, staged} : Fit{nullptr, &program.commands[0], staged};
    return launched(context, fit, staged, {});
}

/// One of the role's programs, found in the staged copy of a submission's folder.
Launch found(const EntryContext& context, const scenario::Program& program, const fs::path& staged,
             const fs::path& submission) {
    const auto wanted =
        program.name.empty() ? context.role.name() : fmt::format("the {} of {}", program.name, context.role.name());
    std::vector<std::string> tried;
    const auto fits = fits_in(program, staged, tried);
    if (fits.size() == 1) return named(launched(context, fits[0], staged, program.name), program);
    const auto way_out = fmt::format("name the file itself, or say how it is started: --command {}'PROGRAM ARGUMENTS'",
                                     program.name.empty() ? "" : program.name + "=");
    if (fits.empty())
        throw NoEntry(fmt::format("nothing in {} can be started as {}; looked for: {}; {}", submission.string(), wanted,
                                  fmt::join(tried, ", "), way_out));
    std::vector<std::string> names;
    for (const auto& fit : fits) names.push_back(fit.file.filename().string());
    throw NoEntry(fmt::format("several files in {} can be started as {}: {}; {}", submission.string(), wanted,
                              fmt::join(names, ", "), way_out));
}

} // namespace

Launches by_convention(const EntryContext& context, const fs::path& submission) {
    if (!fs::exists(submission)) throw NoEntry(fmt::format("there is no file or folder {}", submission.string()));
    if (!fs::is_directory(submission)) return {single_file(context, submission)};
    return by_command_lines(context, {}, submission);
}

namespace {

/// The command line that was given for each program, by its name.
std::map<std::string, std::string> by_program(const scenario::Role& role, const std::vector<std::string>& lines) {
    const auto& programs = role.programs;
    std::map<std::string, std::string> given;
    for (const auto& line : lines) {
        const auto end = programs.size() > 1 ? line.find('=') : 0;
        const auto name = end == std::string::npos ? std::string{} : line.substr(0, end);
        const auto known = [&](const auto& program) { return program.name == name; };
        if (end == std::string::npos || std::none_of(programs.begin(), programs.end(), known)) {
            std::vector<std::string> names;
            for (const auto& program : programs) names.push_back(program.name + "='PROGRAM ARGUMENTS'");
            throw NoEntry(fmt::format("{} has several programs: say which one --command '{}' starts: {}", role.name(),
                                      line, fmt::join(names, " or ")));
        }
        if (!given.emplace(name, end == 0 ? line : line.substr(end + 1)).second)
            throw NoEntry(fmt::format("--command was given twice for the same program: {}", line));
    }
    return given;
}

} // namespace

void check_command_lines(const scenario::Role& role, const std::vector<std::string>& lines) {
    for (const auto& [program, line] : by_program(role, lines)) check_placeholders(role, placeholders(words_of(line)));
}

Launches by_command_lines(const EntryContext& context, const std::vector<std::string>& lines, const fs::path& folder) {
    const auto& programs = context.role.programs;
    const auto given = by_program(context.role, lines);
    Launches launches;
    fs::path staged;
    for (const auto& program : programs) {
        if (const auto line = given.find(program.name); line != given.end()) {
            launches.push_back(named(by_command(context, words_of(line->second), folder, program.name), program));
            continue;
        }
        if (staged.empty()) staged = context.staging.copy_of(unwrapped(folder));
        launches.push_back(found(context, program, staged, folder));
    }
    return launches;
}

Launch by_command(const EntryContext& context, const std::vector<std::string>& words, const fs::path& folder,
                  const std::string& program) {
    if (words.empty()) throw NoEntry("the command is empty");
    if (context.role.programs.size() > 1 && program.empty())
        throw NoEntry(fmt::format("{} has several programs: name their folder, and how each is started with --command",
                                  context.role.name()));
    Launch launch;
    if (!folder.empty()) launch.copied = context.staging.copy_of(unwrapped(folder));
    auto rest = words;
    const auto first = words[0];
    if (first == "python" || first == "python3") {
        add_python(context, launch);
    } else if (!folder.empty() && fs::is_regular_file(launch.copied / first)) {
        launch.words.push_back(literal(working_directory(context) / first));
    } else if (first.find('/') == std::string::npos) {
        launch.words.push_back(literal(host_program(launch, first)));
    }
    if (!launch.words.empty()) rest.erase(rest.begin());
    if (folder.empty()) {
        for (auto& word : rest) {
            std::error_code error;
            const auto file = fs::canonical(word, error);
            if (error || !fs::is_regular_file(file)) continue;
            if (!file.string().starts_with("/usr/")) launch.mounts.push_back({file.parent_path(), file.parent_path()});
            word = file.string();
        }
    }
    if (launch.words.empty() && !fs::path(rest[0]).is_absolute())
        throw NoEntry(fmt::format("there is no program '{}'", first));
    auto arguments = placeholders(rest);
    check_placeholders(context.role, arguments);
    for (auto& argument : arguments) launch.words.push_back(std::move(argument));
    launch.description = fmt::format("command {}", fmt::join(words, " "));
    return launch;
}

Launch by_hand(const scenario::Role& role, const std::string& line) {
    const auto& commands = role.programs.front().commands;
    if (line.empty() && commands.empty())
        throw NoEntry(fmt::format("{} names no command: say with --command how your program is started", role.name()));
    Launch launch;
    launch.words = placeholders(words_of(line.empty() ? commands[0].files[0] + " " + commands[0].arguments : line));
    check_placeholders(role, launch.words);
    launch.description = "by hand";
    return launch;
}

Launches by_reference(const EntryContext& context) {
    const auto here = fs::canonical("/proc/self/exe").parent_path();
    Launches launches;
    for (const auto& program : context.role.programs) {
        if (program.reference.empty())
            throw NoEntry(fmt::format("no reference program is shipped for {}", context.role.name()));
        fs::path file;
        for (const auto& folder : {here, here.parent_path() / "libexec" / "counterpart"})
            if (file.empty() && fs::is_regular_file(folder / program.reference)) file = folder / program.reference;
        if (file.empty())
            throw NoEntry(fmt::format(
                "the reference program {} is not beside this program in {}; build it, or install Counterpart whole",
                program.reference, here.string()));
        Launch launch;
        const auto staged = context.staging.copy_of(file);
        launch.words.push_back(literal(show(context, launch, staged, "/program/" + program.reference)));
        const auto arguments = program.commands.empty() ? std::string{} : program.commands[0].arguments;
        for (auto& word : placeholders(words_of(arguments))) launch.words.push_back(std::move(word));
        launch.description = fmt::format("reference program {} {}", program.reference, arguments);
        launches.push_back(named(std::move(launch), program));
    }
    return launches;
}

std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    std::string word;
    bool inside = false;
    char quote = '\0';
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote) {
            if (c == quote)
                quote = '\0';
            else if (c == '\\' && quote == '"' && i + 1 < line.size())
                word += line[++i];
            else
                word += c;
        } else if (c == '\'' || c == '"') {
            quote = c;
            inside = true;
        } else if (c == '\\' && i + 1 < line.size()) {
            word += line[++i];
            inside = true;
        } else if (c == ' ' || c == '\t' || c == '\n') {
            if (inside) words.push_back(std::move(word));
            word.clear();
            inside = false;
        } else {
            word += c;
            inside = true;
        }
    }
    if (quote) throw std::runtime_error(fmt::format("a quote is not closed in the command: {}", line));
    if (inside) words.push_back(std::move(word));
    return words;
}

} // namespace counterpart::run
