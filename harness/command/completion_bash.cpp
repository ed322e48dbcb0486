#include "harness/command/completion.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::command {
namespace {

constexpr auto head = R"sh(# bash completion for counterpart, made by: counterpart completion bash
# To use it: . <(counterpart completion bash)
)sh";

constexpr auto engine = R"sh(
# Asks the program itself; it must not begin to build anything for that.
_counterpart_list() {
    COUNTERPART_AS_BUILT=1 "$program" list "${scenarios[@]}" "$@" 2>/dev/null
}
_counterpart_roles() { _counterpart_list | sed -n 's|^  \([^ /]*/[^ /]*\) .*|\1|p'; }
_counterpart_cases() { _counterpart_list "$1" | sed -n 's|^    \([^ ]*\) .*|\1|p'; }

# Offers those of the words that begin with what is there.
_counterpart_offer() {
    local word
    for word in "$@"; do
        [[ $word == "$current"* ]] && COMPREPLY+=("$word")
    done
}

_counterpart_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
}

_counterpart_complete() {
    local words
    case $1 in
    choice) _counterpart_offer ${*:2} ;;
    role)
        mapfile -t words < <(_counterpart_roles)
        _counterpart_offer "${words[@]}"
        ;;
    what)
        mapfile -t words < <(_counterpart_roles)
        _counterpart_offer "${words[@]%%/*}" "${words[@]}"
        if [[ $current == */*/* ]]; then
            mapfile -t words < <(_counterpart_cases "${current%/*}")
            _counterpart_offer "${words[@]/#/"${current%/*}/"}"
        fi
        ;;
    case)
        mapfile -t words < <(_counterpart_cases "$role")
        _counterpart_offer "${words[@]}"
        ;;
    format)
        _counterpart_offer ${*:2}
        compopt -o nospace 2>/dev/null
        ;;
    folder) _counterpart_files -d ;;
    file) _counterpart_files -f ;;
    esac
}

_counterpart() {
    local program=${COMP_WORDS[0]/#\~/$HOME} current=${COMP_WORDS[COMP_CWORD]}
    local word command='' role='' option='' joined='' place=1 index
    local -a scenarios=()
    COMPREPLY=()
    # bash makes three words of "junit=PATH" and of "--level=must".
    for ((index = 1; index < COMP_CWORD; ++index)); do
        word=${COMP_WORDS[index]}
        if [[ $word == -- ]]; then
            _counterpart_files -f
            return
        elif [[ $word == = ]]; then
            [[ -n $option ]] || joined=yes
        elif [[ -n $joined ]]; then
            joined=
        elif [[ -n $option ]]; then
            [[ $option == --scenarios ]] && scenarios=(--scenarios "$word")
            option=
        elif [[ $word == -* ]]; then
            _counterpart_value "$command $word" >/dev/null && option=$word
        elif [[ -z $command ]]; then
            command=$word
        else
            ((place == 1)) && role=$word
            ((++place))
        fi
    done
    if [[ $current == = ]]; then
        current=
        [[ -n $option ]] || joined=yes
    fi
    if [[ -n $joined ]]; then
        _counterpart_files -f
    elif [[ -n $option ]]; then
        _counterpart_complete $(_counterpart_value "$command $option")
    elif [[ $current == -* || -z $command ]]; then
        _counterpart_offer $(_counterpart_words "$command" "$current")
    else
        _counterpart_complete $(_counterpart_place "$command $place")
    fi
}
complete -F _counterpart counterpart ./counterpart
)sh";

std::string kind_of(const OptionShape& option) {
    switch (completed_by(option)) {
    case Completed::nothing: return "nothing";
    case Completed::role: return "role";
    case Completed::what: return "what";
    case Completed::case_id: return "case";
    case Completed::choice: return fmt::format("choice {}", fmt::join(option.choices, " "));
    case Completed::format: return fmt::format("format {}", fmt::join(format_words(), " "));
    case Completed::folder: return "folder";
    case Completed::file: return "file";
    }
    std::abort(); // a value outside the enum is a harness bug
}

std::string names_of(const std::vector<OptionShape>& options) {
    std::string names;
    for (const auto& option : options)
        if (!option.placed) names += fmt::format("{} ", fmt::join(option.names, " "));
    return names;
}

std::string words_function(const ProgramShape& program) {
    std::string commands;
    for (const auto& command : program.commands) commands += command.name + " ";
    auto text = fmt::format("\n# The options of a subcommand; without one the subcommands, or the program's options.\n"
                            "_counterpart_words() {{\n    case $1 in\n    '')\n"
                            "        [[ $2 == -* ]] && echo {} || echo {}\n        ;;\n",
                            quoted(names_of(program.options)), quoted(commands));
    for (const auto& command : program.commands)
        text += fmt::format("    {}) echo {} ;;\n", command.name, quoted(names_of(command.options)));
    return text + "    esac\n}\n";
}

std::string value_function(const ProgramShape& program) {
    std::string text = "\n# What the value of an option is, given \"COMMAND OPTION\"; fails for one that takes none.\n"
                       "_counterpart_value() {\n    case $1 in\n";
    for (const auto& command : program.commands)
        for (const auto& option : command.options) {
            if (option.placed || option.value.empty()) continue;
            std::string patterns;
            for (const auto& name : option.names)
                patterns += fmt::format("{}'{} {}'", patterns.empty() ? "" : " | ", command.name, name);
            text += fmt::format("    {}) echo {} ;;\n", patterns, quoted(kind_of(option)));
        }
    return text + "    *) return 1 ;;\n    esac\n}\n";
}

std::string place_function(const ProgramShape& program) {
    std::string text = "\n# What stands at a place, given \"COMMAND NUMBER\".\n"
                       "_counterpart_place() {\n    case $1 in\n";
    for (const auto& command : program.commands) {
        int place = 0;
        for (const auto& option : command.options) {
            if (!option.placed) continue;
            const auto number = option.several ? std::string("'*") : fmt::format("{}'", ++place);
            text += fmt::format("    '{} {}) echo {} ;;\n", command.name, number, quoted(kind_of(option)));
        }
    }
    return text + "    esac\n}\n";
}

} // namespace

std::string bash_completion(const ProgramShape& program) {
    return head + words_function(program) + value_function(program) + place_function(program) + engine;
}

} // namespace counterpart::command
