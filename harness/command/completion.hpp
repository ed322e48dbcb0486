/// Completion scripts for shells, made from the command line's own description. Roles and cases are asked for when a
/// person completes, with `counterpart list`. Pure: values in, text out.
#pragma once
#include "harness/command/command_shape.hpp"
#include <string>
#include <string_view>

namespace counterpart::command {

std::string bash_completion(const ProgramShape&);
std::string zsh_completion(const ProgramShape&);
std::string fish_completion(const ProgramShape&);

/// The script for "bash", "zsh" or "fish".
std::string completion_for(const std::string& shell, const ProgramShape&);

/// Text in single quotes, as every one of these shells reads it.
std::string quoted(std::string_view text);

/// The first sentence, on one line.
std::string first_sentence(const std::string& text);

/// The report formats as words to complete: "junit=", …
std::vector<std::string> format_words();

} // namespace counterpart::command
