#include "reports/annotations.hpp"

#include "reports/harmless.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace counterpart {

namespace {

constexpr std::size_t shown_by_github = 10;
constexpr std::size_t named = 10; // submissions that one annotation names

/// A stage of a case that went wrong, and in which submissions.
struct Wrong {
    std::string title;
    const Failure* failure = nullptr;
    std::vector<std::string> submissions;
};

void gather(std::vector<Wrong>& all, std::map<std::string, std::size_t>& places, const SubmissionResult& submission) {
    for (const auto& played : submission.cases) {
        const auto verdict = verdict_of(played);
        if (verdict == Verdict::passed) continue;
        const auto* stage = first_wrong(played);
        const auto title = fmt::format("{}/{} {}{}{}", submission.protocol, submission.role, played.id,
                                       stage ? fmt::format(" stage {}", stage->number) : "",
                                       verdict == Verdict::error ? " could not be judged" : "");
        const auto [place, is_new] = places.emplace(title, all.size());
        if (is_new) all.push_back({title, stage && stage->failure ? &*stage->failure : nullptr, {}});
        all[place->second].submissions.push_back(submission.name);
    }
}

std::string message_of(const Wrong& wrong) {
    const auto count = wrong.submissions.size();
    if (count > 1) {
        const std::vector<std::string> first(wrong.submissions.begin(),
                                             wrong.submissions.begin() + std::min(count, named));
        return fmt::format("{} submissions: {}{}", count, fmt::join(first, ", "), count > named ? ", …" : "");
    }
    if (!wrong.failure) return fmt::format("{}: not reached", wrong.submissions[0]);
    auto text = fmt::format("{}: {}", wrong.submissions[0], wrong.failure->summary);
    if (!wrong.failure->requirement.empty())
        text += fmt::format(" [{}, {}]", wrong.failure->requirement, to_string(wrong.failure->level));
    if (!wrong.failure->slip.empty()) text += fmt::format("; likely slip: {}", wrong.failure->slip);
    return text;
}

/// Text in a command: what would end it, or be taken for a part of it, is written as %XX.
std::string escaped_for_command(std::string_view text, std::string_view special) {
    std::string out;
    for (const char c : text) {
        if (special.find(c) == special.npos)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string command(const Annotation& annotation) {
    return fmt::format("::error title={}::{}\n", escaped_for_command(harmless_line(annotation.title, 150), "%\r\n:,"),
                       escaped_for_command(harmless_line(annotation.message, 400), "%\r\n"));
}

} // namespace

std::vector<Annotation> annotations_of(const RunResult& results) {
    std::vector<Wrong> all;
    std::map<std::string, std::size_t> places;
    for (const auto& submission : results.submissions) gather(all, places, submission);
    std::vector<Annotation> annotations;
    for (const auto& wrong : all) annotations.push_back({wrong.title, message_of(wrong)});
    return annotations;
}

std::string workflow_commands(const std::vector<Annotation>& annotations) {
    const bool all = annotations.size() <= shown_by_github;
    const auto shown = all ? annotations.size() : shown_by_github - 1;
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) text += command(annotations[i]);
    if (!all)
        text += command({fmt::format("{} more", annotations.size() - shown),
                         "GitHub shows ten errors of a step; the log and the reports have all"});
    return text;
}

} // namespace counterpart
