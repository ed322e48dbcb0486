#include "harness/command/grade_screen.hpp"
#include "harness/command/judge.hpp"
#include "reports/harmless.hpp"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::command {
namespace {

/// The stage that went wrong, of the case that tells most: one that could not be judged, else the first that failed.
const CaseResult* telling(const SubmissionResult& result) {
    const CaseResult* first = nullptr;
    for (const auto& test : result.cases) {
        if (verdict_of(test) == Verdict::error) return &test;
        if (!first && verdict_of(test) != Verdict::passed) first = &test;
    }
    return first;
}

std::string time_left(double seconds) {
    if (seconds < 90) return fmt::format("about {:.0f} s left", seconds);
    return fmt::format("about {:.0f} min left", seconds / 60);
}

} // namespace

GradeScreen::GradeScreen(const std::string& color, bool quiet) : terminal_(color), quiet_(quiet) {}

void GradeScreen::print(const std::string& line) const {
    if (!quiet_) terminal_.print_foreign(line + "\n");
}

void GradeScreen::expect(std::size_t submissions, std::size_t cases_each) {
    submissions_ = submissions;
    cases_each_ = cases_each;
}

void GradeScreen::case_started(const std::string& submission, const std::string& test) {
    running_.insert(submission + "/" + test);
    show_status();
}

void GradeScreen::case_finished(const std::string& submission, const std::string& test) {
    running_.erase(submission + "/" + test);
    ++played_;
    show_status();
}

void GradeScreen::submission_finished(const SubmissionResult& result, bool known) {
    ++done_;
    if (known) ++known_;
    const auto status = status_of(result);
    incomplete_ += !result.complete;
    passed_ += result.complete && status == exit_passed;
    failed_ += result.complete && status == exit_failed;
    trouble_ += result.complete && status == exit_trouble;
    if (const auto* test = telling(result); test && (status == exit_trouble || result.launch == run::not_started)) {
        const auto* wrong = first_wrong(*test);
        attention_.insert(fmt::format("{} {}: {}", harmless_line(result.name, 60),
                                      status == exit_trouble ? "could not be judged" : "could not be started",
                                      wrong && wrong->failure ? harmless_line(wrong->failure->summary, 600) : ""));
    }
    if (!known && !quiet_) terminal_.print(line_of(result));
    show_status();
}

std::string GradeScreen::line_of(const SubmissionResult& result) const {
    const auto status = status_of(result);
    const auto score = score_of(result);
    std::size_t passed = 0;
    for (const auto& test : result.cases) passed += verdict_of(test) == Verdict::passed;
    const auto glyph = status == exit_trouble  ? terminal_.ink(Ink::yellow, "!")
                       : status == exit_failed ? terminal_.ink(Ink::red, "✗")
                                               : terminal_.ink(Ink::green, "✓");
    std::string line =
        fmt::format("{} [{}/{}] {}: {} of {} cases passed, {:g} of {:g} points", glyph, done_, submissions_,
                    harmless_line(result.name, 60), passed, result.cases.size(), score.points, score.max);
    const auto* test = telling(result);
    const auto* wrong = test ? first_wrong(*test) : nullptr;
    if (result.launch == run::not_started && wrong && wrong->failure)
        line += fmt::format("; not started: {}", harmless_line(wrong->failure->summary, 200));
    else if (wrong && wrong->failure)
        line += fmt::format("; {} stage {}: {}", harmless_line(test->id, 60), wrong->number,
                            harmless_line(wrong->failure->summary, 120));
    return line + "\n";
}

void GradeScreen::show_status() const {
    if (quiet_) return;
    if (running_.empty()) return terminal_.status({});
    std::string line = fmt::format("{} of {} submissions judged", done_, submissions_);
    // Before a few were played there is nothing to reckon with.
    const auto all = (submissions_ - std::min(known_, submissions_)) * cases_each_;
    if (played_ >= 20 && all > played_) {
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - began_;
        line += ", " + time_left(spent.count() / static_cast<double>(played_) * static_cast<double>(all - played_));
    }
    terminal_.status(fmt::format("{}; playing {}", line, fmt::join(running_, ", ")));
}

void GradeScreen::summarise() const {
    if (quiet_) return;
    terminal_.status({});
    constexpr std::size_t shown = 20;
    if (!attention_.empty()) terminal_.print("\n");
    std::size_t told = 0;
    for (const auto& text : attention_)
        if (told++ < shown) terminal_.print_foreign(text + "\n");
    if (attention_.size() > shown) terminal_.print(fmt::format("… and {} more\n", attention_.size() - shown));
    std::string line = fmt::format("{} of {} submissions judged: {} passed, {} failed", done_ - incomplete_,
                                   submissions_, passed_, failed_);
    if (trouble_ > 0) line += fmt::format(", {} could not be judged", trouble_);
    terminal_.print(fmt::format("\n{}\n", line));
}

} // namespace counterpart::command
