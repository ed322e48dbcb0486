// Verdicts, scores and words.
#include "reports/result.hpp"

#include "reports/time.hpp"
#include "reports/words.hpp"
#include "tests/unit/reports/catch.hpp"

#include <limits>

using namespace counterpart;

namespace {

CaseResult played(std::vector<Verdict> verdicts, double points = 1) {
    CaseResult out;
    out.points = points;
    for (const auto verdict : verdicts) out.stages.emplace_back().verdict = verdict;
    return out;
}

} // namespace

TEST_CASE("verdict_of: the worst") {
    using enum Verdict;
    CHECK(verdict_of(played({})) == error);
    CHECK(verdict_of(played({passed, passed})) == passed);
    CHECK(verdict_of(played({passed, failed, not_reached})) == failed);
    CHECK(verdict_of(played({failed, error, passed})) == error);
    CHECK(verdict_of(played({passed, not_reached})) == not_reached);
}

TEST_CASE("first_wrong: where a case went wrong") {
    using enum Verdict;
    CHECK(first_wrong(played({})) == nullptr);
    CHECK(first_wrong(played({passed, not_reached})) == nullptr);
    const auto both = played({passed, failed, error});
    CHECK(first_wrong(both) == &both.stages[1]);
}

TEST_CASE("score_of: whole cases") {
    using enum Verdict;
    SubmissionResult submission;
    submission.cases = {played({passed}, 2), played({passed, failed}, 3), played({}, 0.5), played({passed}, 0)};
    CHECK(score_of(submission).points == 2);
    CHECK(score_of(submission).max == 5.5);
}

TEST_CASE("words are read back") {
    using enum Verdict;
    for (const auto verdict : {passed, failed, not_reached, error}) CHECK(verdict_from(to_string(verdict)) == verdict);
    for (const auto level : {Level::must, Level::should, Level::hardening})
        CHECK(level_from(to_string(level)) == level);
    using enum FailureType;
    for (const auto type : {mismatch, timeout, closed, reset, refused, crash, extra, order}) {
        CHECK(failure_type_from(to_string(type)) == type);
    }
    CHECK(verdict_from("nonsense") == error);
}

TEST_CASE("times are whole units") {
    CHECK(seconds_text(Seconds(1.2345), 3) == "1.235");
    CHECK(seconds_text(Seconds(0), 3) == "0.000");
    CHECK(seconds_text(Seconds(-1), 3) == "0.000");
    CHECK(seconds_text(Seconds(std::numeric_limits<double>::quiet_NaN()), 3) == "0.000");
    CHECK(seconds_text(Seconds(std::numeric_limits<double>::infinity()), 3) == "0.000");
    CHECK(seconds_text(Seconds(123456.0005), 3) == "123456.001");
    CHECK(units_text(1500, 3) == "1.500");
}
