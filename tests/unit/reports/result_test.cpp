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

TEST_CASE("catch_up: an older copy gets what is new, and whatever else differs") {
    const auto of = [](std::vector<std::string> ids) {
        SubmissionResult result;
        result.name = "alice";
        result.complete = false;
        for (auto& id : ids) {
            result.cases.emplace_back();
            result.cases.back().id = std::move(id);
        }
        return result;
    };
    const auto ids = [](const SubmissionResult& result) {
        std::string all;
        for (const auto& played : result.cases) all += played.id;
        return all;
    };
    auto now = of({"a", "b", "c", "d"});
    now.complete = true;
    for (auto copy : {of({}), of({"b"}), of({"a", "d"}), of({"a", "b", "c", "d"}), of({"x", "b"}), SubmissionResult{}}) {
        catch_up(copy, now);
        CHECK(ids(copy) == "abcd");
        CHECK(copy.complete);
        CHECK(copy.name == "alice");
    }
    auto another = of({"a", "b"});
    another.seed = 7;
    auto copy = of({"a"});
    catch_up(copy, another);
    CHECK(copy.seed == 7);
}
