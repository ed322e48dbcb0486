#include "harness/command/manual.hpp"
#include "harness/command/version.hpp"
#include "reports/report.hpp"
#include <boost/algorithm/string.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::command {
namespace {

constexpr auto environment = R"(.SH ENVIRONMENT
.TP
.B NO_COLOR
Set to anything: no colours, unless \-\-color says always.
.TP
.B GITHUB_ACTIONS
Set by GitHub's runners: what failed is also written as annotations, and nothing that a candidate prints is taken for
a command.
.TP
.B TMPDIR
Where copies of submissions are kept while they are judged; /tmp unless set.
)";

constexpr auto exit_status = R"(.SH EXIT STATUS
.TP
.B 0
Everything passed.
.TP
.B 1
Some stage failed; for diff: something regressed.
.TP
.B 2
The command line, a scenario or an input file is wrong.
.TP
.B 3
The harness or the machine failed: the candidate is not to blame.
.TP
.B 4
No case was selected.
.TP
.B 128 + N
Ended by signal N; the reports hold what was judged until then.
)";

constexpr auto json_list = R"(.SH LISTING AS JSON
.B counterpart list \-\-json
prints one object:
.BR schema
("counterpart-list/1"; the number grows when a reader of the old document would misread the new one; members may be
added without),
.BR version ,
and
.BR protocols ,
an array of objects with
.BR protocol ", " title
and
.BR roles .
A role has
.BR role " (PROTOCOL/ROLE), " title ", " placeholders
(the names that a command may hold in braces),
.B programs
(the names of a candidate's programs; empty when it is a single one),
.B reference
(whether a reference program is shipped) and
.BR cases .
A case has
.BR id ", " title ", " level " (must, should or hardening), " points ", " requirements " (ids), " stages
(numbers) and
.B launch
("function" or "command" when it is for candidates that are started so, else null).
Cases stand in the order in which they are played.
)";

constexpr auto examples = R"(.SH EXAMPLES
.nf
counterpart list
counterpart explain key\-server/client
counterpart run key\-server/client submission/
counterpart run key\-server/server \-\- ./server {port} {users}
counterpart run key\-server/client submission/ \-\-report html=pages \-\-report junit=results.xml
counterpart diff last\-week.xml today.xml \-\-known\-failing known.txt
.fi
)";

/// Text for roff: no character of it is a request, and a hyphen is the one that can be typed.
std::string roff(std::string_view text) {
    std::string out;
    bool line_begins = true;
    for (const char c : text) {
        if (line_begins && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else if (c == '\'')
            out += "\\(aq";
        else
            out += c;
        line_begins = c == '\n';
    }
    return out;
}

std::string names_of(const OptionShape& option) {
    if (option.placed) return fmt::format("\\fI{}\\fR", roff(boost::to_upper_copy(option.names[0])));
    std::vector<std::string> bold;
    for (const auto& name : option.names) bold.push_back(fmt::format("\\fB{}\\fR", roff(name)));
    auto text = fmt::format("{}", fmt::join(bold, ", "));
    if (!option.value.empty()) text += fmt::format(" \\fI{}\\fR", roff(option.value));
    return text;
}

std::string entry(const OptionShape& option) {
    auto text = fmt::format(".TP\n{}\n{}.", names_of(option), roff(option.about));
    if (!option.otherwise.empty()) text += fmt::format(" Unless given: {}.", roff(option.otherwise));
    return text + "\n";
}

/// "counterpart run [OPTIONS] ROLE [SUBMISSION]"
std::string synopsis(const CommandShape& command) {
    auto text = fmt::format("\\fBcounterpart {}\\fR", command.name);
    for (const auto& option : command.options)
        if (!option.placed && !option.value.empty()) {
            text += " [\\fIOPTIONS\\fR]";
            break;
        }
    for (const auto& option : command.options) {
        if (!option.placed) continue;
        const auto name = names_of(option) + (option.several ? "…" : "");
        text += option.required ? " " + name : " [" + name + "]";
    }
    return text;
}

std::string section(const CommandShape& command) {
    auto text = fmt::format(".SS {}\n{}\n.PP\n{}.\n", command.name, synopsis(command), roff(command.about));
    for (const auto& option : command.options) text += entry(option);
    if (!command.footer.empty()) text += fmt::format(".PP\n.nf\n{}\n.fi\n", roff(command.footer));
    return text;
}

std::string formats() {
    std::string text =
        ".SH REPORTS\nWhat \\fB\\-\\-report\\fR \\fIFORMAT\\fR=\\fIPATH\\fR writes; a path of \\- is standard "
        "output.\n";
    for (const auto& format : report_formats())
        text += fmt::format(".TP\n.B {}\n{}\n", roff(format.name), roff(format.description));
    return text;
}

} // namespace

std::string manual_page(const ProgramShape& program) {
    auto text =
        fmt::format(".TH COUNTERPART 1 \"\" \"counterpart {}\" \"User Commands\"\n.SH NAME\ncounterpart \\- judge a "
                    "network program, stage by stage\n.SH SYNOPSIS\n.nf\n",
                    version);
    for (const auto& command : program.commands) text += synopsis(command) + "\n";
    text += fmt::format(".fi\n.SH DESCRIPTION\n{}\n.SH OPTIONS\n", roff(program.about));
    for (const auto& option : program.options) text += entry(option);
    text += ".SH COMMANDS\n";
    for (const auto& command : program.commands) text += section(command);
    return text + formats() + json_list + environment + exit_status + examples;
}

} // namespace counterpart::command
