#include "harness/command/dry_run.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace counterpart::command {
namespace {

/// A word of a command as a person would type it; placeholders stay.
std::string typed(const scenario::Template& word) {
    const auto source = word.source();
    const bool plain = !source.empty() && source.find_first_of(" \t'\"$`\\;&|<>()*?!#~") == source.npos;
    return plain ? source : fmt::format("'{}'", source);
}

} // namespace

std::string start_in_words(const std::string& submission, const std::vector<engine::Launch>& launches) {
    auto text = fmt::format("{}: would be started as {}\n", submission, run::in_words(launches));
    for (const auto& launch : launches) {
        text += "  ";
        if (!launch.program.empty()) text += launch.program + ": ";
        for (const auto& word : launch.words) text += typed(word) + " ";
        text.back() = '\n';
        if (!launch.call.empty()) text += fmt::format("    {}() is called\n", launch.call);
        for (const auto& variable : launch.variables)
            text += fmt::format("    {} is set to {}\n", variable.variable, variable.value.source());
        if (!launch.copied.empty()) text += "    in a fresh copy of the submission\n";
    }
    return text;
}

std::string cases_in_words(const std::vector<const scenario::Case*>& cases) {
    std::size_t width = 0;
    double points = 0;
    for (const auto* test : cases) {
        width = std::max(width, test->id.size());
        points += test->points;
    }
    auto text = fmt::format("{} cases worth {:g} points would be played:\n", cases.size(), points);
    for (const auto* test : cases)
        text += fmt::format("  {:<{}}  {:<9}  {:>3g}  {}\n", test->id, width, to_string(test->level), test->points,
                            test->title);
    return text;
}

} // namespace counterpart::command
