#include "harness/command/diff_known.hpp"
#include "reports/harmless.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fnmatch.h>
#include <stdexcept>

namespace counterpart::command {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Where the pattern ends: at the first blank that no backslash stands before.
std::size_t end_of_pattern(std::string_view line) {
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == '\\')
            ++at;
        else if (blanks.find(line[at]) != blanks.npos)
            return at;
    }
    return line.size();
}

} // namespace

std::vector<KnownEntry> parse_known(std::string_view text, std::string_view name) {
    std::vector<KnownEntry> entries;
    std::string complaints;
    int number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = trimmed(text.substr(at, end - at));
        at = end + 1;
        ++number;
        if (line.empty() || line[0] == '#') continue;
        const auto length = end_of_pattern(line);
        const auto pattern = line.substr(0, length);
        const auto message = trimmed(line.substr(length));
        if (std::count(pattern.begin(), pattern.end(), '/') != 3)
            complaints += fmt::format("\n{}:{}: '{}' is no SUBMISSION/PROTOCOL/ROLE/CASE", name, number, pattern);
        else if (message.empty())
            complaints +=
                fmt::format("\n{}:{}: the message that is expected is missing after '{}'", name, number, pattern);
        else
            entries.push_back({std::string(pattern), std::string(message), number});
    }
    if (!complaints.empty()) throw std::runtime_error("this list of known failures cannot be used:" + complaints);
    return entries;
}

std::string message_of(const CaseResult& test) {
    const auto verdict = verdict_of(test);
    if (verdict == Verdict::passed || verdict == Verdict::error) return {};
    const auto* wrong = first_wrong(test);
    if (!wrong || !wrong->failure) return "not reached";
    const auto& failure = *wrong->failure;
    return harmless(fmt::format("{}\n{}\n{}", failure.summary, failure.slip, failure.requirement));
}

bool names(const KnownEntry& entry, const std::string& key) {
    return ::fnmatch(entry.pattern.c_str(), key.c_str(), FNM_PATHNAME) == 0;
}

bool explains(const KnownEntry& entry, const std::string& key, const CaseResult& test) {
    return names(entry, key) && message_of(test).find(harmless(entry.message)) != std::string::npos;
}

std::string stale(const KnownEntry& entry, const std::vector<std::pair<std::string, const CaseResult*>>& cases) {
    bool named = false;
    std::string other;
    for (const auto& [key, test] : cases) {
        if (!names(entry, key)) continue;
        // A case that could not be judged says nothing about its entry.
        if (explains(entry, key, *test) || verdict_of(*test) == Verdict::error) return {};
        named = true;
        if (other.empty() && verdict_of(*test) != Verdict::passed)
            other = fmt::format("{} says: {}", key, harmless_line(message_of(*test), 300));
    }
    if (!named) return "it names no case; mend or remove it";
    if (other.empty()) return "what it names passes now; remove it";
    return "no failure has this message; " + other;
}

} // namespace counterpart::command
