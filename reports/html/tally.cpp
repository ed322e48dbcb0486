// Counts, and what makes two failures the same.
#include "reports/html/tally.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace counterpart::html {

namespace {

bool is_worse(Verdict a, Verdict b) {
    const auto badness = [](Verdict verdict) {
        switch (verdict) {
        case Verdict::passed: return 0;
        case Verdict::not_reached: return 1;
        case Verdict::failed: return 2;
        case Verdict::error: return 3;
        }
        return 3;
    };
    return badness(a) > badness(b);
}

bool is_hexadecimal(std::string_view word) {
    return word.size() >= 2 && std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isxdigit(c); });
}

} // namespace

CaseCounts counts_of(const SubmissionResult& submission) {
    CaseCounts counts;
    for (const auto& played : submission.cases) {
        const auto verdict = verdict_of(played);
        ++(verdict == Verdict::passed ? counts.passed : verdict == Verdict::failed ? counts.failed : counts.unjudged);
    }
    return counts;
}

std::map<int, std::string> stages_of(const std::vector<const SubmissionResult*>& submissions) {
    std::map<int, std::string> stages;
    for (const auto* submission : submissions) {
        for (const auto& played : submission->cases) {
            for (const auto& stage : played.stages) {
                auto& title = stages[stage.number];
                if (title.empty()) title = stage.title;
            }
        }
    }
    return stages;
}

StageCell cell_of(const SubmissionResult& submission, int number) {
    StageCell cell;
    for (std::size_t i = 0; i < submission.cases.size(); ++i) {
        const auto& stages = submission.cases[i].stages;
        for (std::size_t j = 0; j < stages.size(); ++j) {
            if (stages[j].number != number) continue;
            const auto verdict = stages[j].verdict;
            if (cell.cases++ == 0 || is_worse(verdict, cell.worst)) {
                cell.worst = verdict;
                cell.at_case = i;
                cell.at_stage = j;
            }
            cell.passed += verdict == Verdict::passed;
            cell.failed += verdict == Verdict::failed;
        }
    }
    return cell;
}

std::string pattern_of(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const auto close = c == '"' ? text.find(c, at + 1) : text.npos;
        if (close != text.npos) {
            out += "…";
            at = close + 1;
            continue;
        }
        const auto word_end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                                               [](unsigned char d) { return std::isalnum(d) != 0; });
        const auto word = text.substr(at, static_cast<std::size_t>(word_end - text.begin()) - at);
        if (word.empty()) {
            out += c;
            ++at;
            continue;
        }
        const bool varies = word.find_first_of("0123456789") != word.npos &&
                            (is_hexadecimal(word) || std::isdigit(static_cast<unsigned char>(word[0])));
        out += varies ? std::string_view("#") : word;
        at += word.size();
    }
    return out;
}

std::string sameness(const Failure& failure, int stage) {
    const auto pattern = pattern_of(failure.slip.empty() ? failure.summary : failure.slip);
    return fmt::format("{}\n{}\n{}", failure.requirement, stage, pattern);
}

std::vector<Trouble> troubles_of(const SubmissionResult& submission) {
    std::vector<Trouble> troubles;
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < submission.cases.size(); ++i) {
        const auto& stages = submission.cases[i].stages;
        for (std::size_t j = 0; j < stages.size(); ++j) {
            if (stages[j].verdict != Verdict::failed || !stages[j].failure) continue;
            const auto& failure = *stages[j].failure;
            const auto [place, is_new] = places.emplace(sameness(failure, stages[j].number), troubles.size());
            if (is_new) troubles.push_back({&failure, {}});
            troubles[place->second].places.emplace_back(i, j);
        }
    }
    return troubles;
}

} // namespace counterpart::html
