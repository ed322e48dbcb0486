/// The log of a GitHub workflow, where this program is run by one (GITHUB_ACTIONS is set); elsewhere nothing at all.
#pragma once
#include "reports/annotations.hpp"
#include <cstdio>
#include <string>
#include <vector>

namespace counterpart::command {

/// GitHub takes lines of the log for commands. While this object lives it does not: a candidate's output is only text.
class ActionsLog {
public:
    /// `quiet`: standard output is a report's, and the commands go to standard error, which GitHub reads too.
    explicit ActionsLog(bool quiet = false);
    ~ActionsLog();
    ActionsLog(const ActionsLog&) = delete;
    ActionsLog& operator=(const ActionsLog&) = delete;

    /// Commands count again, and these are given. The last thing to be printed.
    void annotate(const std::vector<Annotation>&);

private:
    void say(const std::string& text) const;
    void resume();

    std::FILE* stream_;
    std::string token_; ///< ends the time in which commands do not count; a candidate cannot know it
};

} // namespace counterpart::command
