#include "harness/command/completion.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::command {
namespace {

constexpr auto head = R"sh(#compdef counterpart
# zsh completion for counterpart, made by: counterpart completion zsh
# To use it: put it as _counterpart into a folder of $fpath, or run: source <(counterpart completion zsh)

# Asks the program itself; it must not begin to build anything for that.
_counterpart_list() {
    local -a scenarios
    [[ -n $opt_args[--scenarios] ]] && scenarios=(--scenarios $opt_args[--scenarios])
    COUNTERPART_AS_BUILT=1 $program list $scenarios "$@" 2>/dev/null
}
_counterpart_roles() {
    local -a roles
    roles=(${(f)"$(_counterpart_list | sed -n 's|^  \([^ /]*/[^ /]*\) .*|\1|p')"})
    compadd "$@" -a roles
}
_counterpart_cases() { _counterpart_cases_of $line[1]; }
_counterpart_cases_of() {
    local -a cases
    cases=(${(f)"$(_counterpart_list $1 | sed -n 's|^    \([^ ]*\) .*|\1|p')"})
    compadd -a cases
}
_counterpart_whats() {
    if compset -P '*/*/'; then
        _counterpart_cases_of ${IPREFIX%/}
        return
    fi
    local -a roles
    roles=(${(f)"$(_counterpart_list | sed -n 's|^  \([^ /]*/[^ /]*\) .*|\1|p')"})
    compadd -- ${(u)roles%%/*} $roles
}
_counterpart_reports() {
    if compset -P '*='; then
        _files
    else
        compadd -S '' -- "$@"
    fi
}

)sh";

constexpr auto tail = R"sh(        esac
        ;;
    esac
}

# In a folder of $fpath this file is the function itself; sourced, it makes itself known.
if [[ $funcstack[1] == _counterpart ]]; then
    _counterpart "$@"
else
    compdef _counterpart counterpart ./counterpart
fi
)sh";

/// Brackets and colons part an _arguments specification.
std::string escaped_for_arguments(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':') out += '\\';
        out += c;
    }
    return out;
}

std::string action_of(const OptionShape& option) {
    switch (completed_by(option)) {
    case Completed::nothing: return "";
    case Completed::role: return "_counterpart_roles";
    case Completed::what: return "_counterpart_whats";
    case Completed::case_id: return "_counterpart_cases";
    case Completed::choice: return fmt::format("({})", fmt::join(option.choices, " "));
    case Completed::format: return fmt::format("{{_counterpart_reports {}}}", fmt::join(format_words(), " "));
    case Completed::folder: return "_files -/";
    case Completed::file: return "_files";
    }
    std::abort(); // a value outside the enum is a harness bug
}

/// The specifications of an option, one for each of its names.
std::string specifications(const OptionShape& option, int place) {
    const auto message = escaped_for_arguments(option.value);
    if (option.placed) {
        const auto number = option.several ? std::string("*") : std::to_string(place);
        return fmt::format(" \\\n                {}",
                           quoted(fmt::format("{}:{}:{}", number, message, action_of(option))));
    }
    std::string text;
    for (const auto& name : option.names) {
        const bool is_long = name.starts_with("--");
        const auto before = option.several ? std::string("*") : fmt::format("({})", fmt::join(option.names, " "));
        const auto joined = option.value.empty() ? "" : is_long ? "=" : "+";
        auto spec =
            fmt::format("{}{}{}[{}]", before, name, joined, escaped_for_arguments(first_sentence(option.about)));
        if (!option.value.empty()) spec += fmt::format(":{}:{}", message, action_of(option));
        text += fmt::format(" \\\n                {}", quoted(spec));
    }
    return text;
}

std::string arguments(const std::vector<OptionShape>& options) {
    std::string text;
    int place = 0;
    for (const auto& option : options) text += specifications(option, option.placed ? ++place : 0);
    return text;
}

} // namespace

std::string zsh_completion(const ProgramShape& program) {
    std::string text = head;
    text += "_counterpart() {\n    local context state state_descr line program=$words[1]\n    typeset -A opt_args\n"
            "    _arguments -C" +
            arguments(program.options) +
            " \\\n                '1:subcommand:->subcommand' \\\n                '*::argument:->argument'\n"
            "    case $state in\n    subcommand)\n        local -a commands=(\n";
    for (const auto& command : program.commands)
        text += fmt::format("            {}\n",
                            quoted(command.name + ":" + escaped_for_arguments(first_sentence(command.about))));
    text += "        )\n        _describe subcommand commands\n        ;;\n    argument)\n        case $words[1] in\n";
    for (const auto& command : program.commands)
        text += fmt::format("        {})\n            _arguments{}\n            ;;\n", command.name,
                            arguments(command.options));
    return text + tail;
}

} // namespace counterpart::command
