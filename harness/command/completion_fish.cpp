#include "harness/command/completion.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace counterpart::command {
namespace {

constexpr auto head = R"sh(# fish completion for counterpart, made by: counterpart completion fish
# To use it: counterpart completion fish | source
)sh";

constexpr auto engine = R"sh(
# The words after the program that are neither options nor their values: the subcommand first.
function __counterpart_words
    set -l tokens (commandline -opc)
    set -l skip no
    for token in $tokens[2..-1]
        if test $skip = yes
            set skip no
        else if contains -- $token $__counterpart_valued
            set skip yes
        else if not string match -q -- '-*' $token
            echo $token
        end
    end
end

# Whether a subcommand is being completed, and with a number whether at that place.
function __counterpart_at
    set -l words (__counterpart_words)
    test (count $words) -gt 0; and test $words[1] = $argv[1]; or return 1
    test (count $argv) -eq 1; or test (count $words) -eq $argv[2]
end

function __counterpart_begins
    test (count (__counterpart_words)) -eq 0
end

# Asks the program itself; it must not begin to build anything for that.
function __counterpart_list
    set -l tokens (commandline -opc)
    set -l scenarios
    if set -l at (contains -i -- --scenarios $tokens)
        set scenarios --scenarios $tokens[(math $at + 1)]
    end
    COUNTERPART_AS_BUILT=1 $tokens[1] list $scenarios $argv 2>/dev/null
end

function __counterpart_roles
    __counterpart_list | string replace -rf '^  ([^ /]+/[^ /]+) +(.*)$' '$1\t$2'
end

function __counterpart_cases
    set -l words (__counterpart_words)
    __counterpart_list $words[2] | string replace -rf '^    ([^ ]+) +[a-z]+ +(.*)$' '$1\t$2'
end

function __counterpart_whats
    set -l now (commandline -ct)
    if string match -q '*/*/*' -- $now
        set -l role (string replace -r '/[^/]*$' '' -- $now)
        __counterpart_list $role | string replace -rf '^    ([^ ]+) .*$' "$role/\$1"
    else
        __counterpart_list | string replace -rf '^([^ :]+): .*$' '$1'
        __counterpart_roles
    end
end

)sh";

std::string arguments_of(const OptionShape& option) {
    switch (completed_by(option)) {
    case Completed::nothing: return " -x";
    case Completed::role: return " -x -a '(__counterpart_roles)'";
    case Completed::what: return " -x -a '(__counterpart_whats)'";
    case Completed::case_id: return " -x -a '(__counterpart_cases)'";
    case Completed::choice: return fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
    case Completed::format: return fmt::format(" -r -F -a '{}'", fmt::join(format_words(), " "));
    case Completed::folder: return " -x -a '(__fish_complete_directories)'";
    case Completed::file: return option.placed ? " -F" : " -r -F";
    }
    std::abort(); // a value outside the enum is a harness bug
}

std::string line_for(const OptionShape& option, const std::string& condition, int place) {
    if (option.placed) {
        const auto at = option.several ? condition : fmt::format("{} {}", condition, place);
        return fmt::format("complete -c counterpart -n {}{}\n", quoted(at), arguments_of(option));
    }
    std::string names;
    for (const auto& name : option.names)
        names += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    return fmt::format("complete -c counterpart -n {}{}{} -d {}\n", quoted(condition), names,
                       option.value.empty() ? "" : arguments_of(option), quoted(first_sentence(option.about)));
}

} // namespace

std::string fish_completion(const ProgramShape& program) {
    std::set<std::string> valued;
    for (const auto& command : program.commands)
        for (const auto& option : command.options)
            if (!option.placed && !option.value.empty()) valued.insert(option.names.begin(), option.names.end());
    std::string text = head;
    text += fmt::format("\nset -g __counterpart_valued {}\n", fmt::join(valued, " "));
    text += engine;
    text += "complete -c counterpart -f\n";
    for (const auto& option : program.options) text += line_for(option, "__counterpart_begins", 0);
    for (const auto& command : program.commands)
        text += fmt::format("complete -c counterpart -n __counterpart_begins -a {} -d {}\n", command.name,
                            quoted(first_sentence(command.about)));
    for (const auto& command : program.commands) {
        int place = 0;
        for (const auto& option : command.options)
            text += line_for(option, "__counterpart_at " + command.name, option.placed ? ++place : 0);
    }
    return text;
}

} // namespace counterpart::command
