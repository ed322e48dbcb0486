#include "harness/command/completion.hpp"
#include "reports/report.hpp"
#include <algorithm>

namespace counterpart::command {

std::string completion_for(const std::string& shell, const ProgramShape& program) {
    if (shell == "zsh") return zsh_completion(program);
    return shell == "fish" ? fish_completion(program) : bash_completion(program);
}

std::string quoted(std::string_view text) {
    // A quote is left out of the quotes: fish knows no other way that bash and zsh know too.
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\"'\"'") : std::string(1, c);
    return out + "'";
}

std::string first_sentence(const std::string& text) {
    auto sentence = text.substr(0, std::min(text.find(". "), text.find("; ")));
    std::replace(sentence.begin(), sentence.end(), '\n', ' ');
    // A backslash means something else in each shell.
    std::erase(sentence, '\\');
    return sentence;
}

std::vector<std::string> format_words() {
    std::vector<std::string> words;
    for (const auto& format : report_formats()) words.push_back(std::string(format.name) + "=");
    return words;
}

} // namespace counterpart::command
