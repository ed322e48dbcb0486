// The few questions that every report asks of a result: its verdict, its score, and the words for both.
#include "reports/result.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <tuple>

namespace counterpart {

namespace {

int badness(Verdict verdict) {
    switch (verdict) {
    case Verdict::passed: return 0;
    case Verdict::not_reached: return 1;
    case Verdict::failed: return 2;
    case Verdict::error: return 3;
    }
    std::abort(); // A value outside the enum is a bug of ours.
}

} // namespace

void catch_up(SubmissionResult& copy, const SubmissionResult& now) {
    const auto of = [](const SubmissionResult& one) {
        return std::tie(one.name, one.protocol, one.role, one.launch, one.seed, one.isolation, one.started);
    };
    std::size_t known = 0;
    for (const auto& played : now.cases) known += known < copy.cases.size() && copy.cases[known].id == played.id;
    if (of(copy) != of(now) || known < copy.cases.size()) {
        copy = now;
        return;
    }
    copy.complete = now.complete;
    for (std::size_t i = 0; i < now.cases.size(); ++i)
        if (i == copy.cases.size() || copy.cases[i].id != now.cases[i].id)
            copy.cases.insert(copy.cases.begin() + static_cast<std::ptrdiff_t>(i), now.cases[i]);
}

Verdict verdict_of(const CaseResult& played) {
    if (played.stages.empty()) return Verdict::error;
    const auto milder = [](const StageResult& a, const StageResult& b) {
        return badness(a.verdict) < badness(b.verdict);
    };
    return std::max_element(played.stages.begin(), played.stages.end(), milder)->verdict;
}

const StageResult* first_wrong(const CaseResult& played) {
    const auto wrong = std::find_if(played.stages.begin(), played.stages.end(), [](const StageResult& stage) {
        return stage.verdict == Verdict::failed || stage.verdict == Verdict::error;
    });
    return wrong == played.stages.end() ? nullptr : &*wrong;
}

Score score_of(const SubmissionResult& submission) {
    Score score;
    for (const auto& played : submission.cases) {
        score.max += played.points;
        if (verdict_of(played) == Verdict::passed) score.points += played.points;
    }
    return score;
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
    case Verdict::passed: return "passed";
    case Verdict::failed: return "failed";
    case Verdict::not_reached: return "not-reached";
    case Verdict::error: return "error";
    }
    std::abort();
}

std::string_view to_string(Level level) {
    switch (level) {
    case Level::must: return "must";
    case Level::should: return "should";
    case Level::hardening: return "hardening";
    }
    std::abort();
}

std::string_view to_string(FailureType type) {
    switch (type) {
    case FailureType::mismatch: return "mismatch";
    case FailureType::timeout: return "timeout";
    case FailureType::closed: return "closed";
    case FailureType::reset: return "reset";
    case FailureType::refused: return "refused";
    case FailureType::crash: return "crash";
    case FailureType::extra: return "extra";
    case FailureType::order: return "order";
    }
    std::abort();
}

std::string_view to_string(Direction direction) {
    switch (direction) {
    case Direction::note: return "note";
    case Direction::to_candidate: return "to-candidate";
    case Direction::from_candidate: return "from-candidate";
    }
    std::abort();
}

} // namespace counterpart
