#include "harness/command/run_screen.hpp"
#include "harness/command/conversation.hpp"
#include "reports/harmless.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace counterpart::command {
namespace {

struct Mark {
    const char* glyph;
    Ink ink;
};

Mark mark_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::passed: return {"✓", Ink::green};
    case Verdict::failed: return {"✗", Ink::red};
    case Verdict::not_reached: return {"–", Ink::dim};
    case Verdict::error: return {"!", Ink::yellow};
    }
    std::abort(); // a value outside the enum is a harness bug
}

} // namespace

RunScreen::RunScreen(const RunOptions& options, const run::Judging& judging,
                     const candidate::IsolationReport& isolation)
    : options_(options), judging_(judging), terminal_(options.color) {
    quiet_ = std::any_of(options.reports.begin(), options.reports.end(),
                         [](const auto& spec) { return spec.ends_with("=-"); });
    for (const auto* test : judging.cases) width_ = std::max(width_, test->id.size());
    if (!isolation.why.empty())
        complain(fmt::format("isolation {}: {}. {}", isolation.name, isolation.why, isolation.help));
    if (quiet_) return;
    terminal_.print_foreign(fmt::format("{}: judging {} ({}), {} cases, seed {}, isolation {}\n", judging.role->name(),
                                        judging.submission, run::in_words(judging.launches), judging.cases.size(),
                                        judging.seed, isolation.name));
}

run::Listener RunScreen::listener() {
    run::Listener listener;
    listener.case_started = [this](const scenario::Case& test) {
        running_.insert(test.id);
        show_status();
    };
    listener.case_finished = [this](const SubmissionResult&, const CaseResult& test) {
        running_.erase(test.id);
        ++finished_;
        if (!quiet_) terminal_.print(case_line(test));
        if (!quiet_ && options_.verbose) print_details(test);
        show_status();
    };
    return listener;
}

void RunScreen::show_status() const {
    if (quiet_) return;
    if (running_.empty()) return terminal_.status({});
    terminal_.status(
        fmt::format("{} of {} cases judged; playing {}", finished_, judging_.cases.size(), fmt::join(running_, ", ")));
}

std::string RunScreen::case_line(const CaseResult& test) const {
    const auto mark = mark_of(verdict_of(test));
    std::string stages;
    for (const auto& stage : test.stages) {
        const auto its = mark_of(stage.verdict);
        stages += fmt::format(" {}{}", stage.number, terminal_.ink(its.ink, its.glyph));
    }
    std::string remarks;
    for (const auto& stage : test.stages)
        for (const auto& remark : stage.remarks)
            remarks += fmt::format("    {} stage {}: {}\n", terminal_.ink(Ink::yellow, "remark"), stage.number,
                                   harmless_line(remark, 200));
    return fmt::format("{} {:<{}}  stages{}  {:.2f} s\n{}", terminal_.ink(mark.ink, mark.glyph), test.id, width_,
                       stages, test.time.count(), remarks);
}

void RunScreen::print_details(const CaseResult& test) const {
    for (const auto& event : test.transcript) terminal_.print_foreign(event_in_words(event));
    if (!test.standard_output.head.empty())
        terminal_.print_foreign(fmt::format("    standard output:\n{}\n", test.standard_output.head.substr(0, 4000)));
    if (!test.standard_error.head.empty())
        terminal_.print_foreign(fmt::format("    standard error:\n{}\n", test.standard_error.head.substr(0, 4000)));
}

void RunScreen::print_failures(const SubmissionResult& result) const {
    for (const auto& test : result.cases) {
        for (const auto& stage : test.stages) {
            if (!stage.failure) continue;
            const bool failed = stage.verdict == Verdict::failed;
            terminal_.print(fmt::format("\n{} {}: {}\n",
                                        terminal_.ink(failed ? Ink::red : Ink::yellow, failed ? "FAILED" : "ERROR"),
                                        terminal_.ink(Ink::bold, test.id), test.title));
            terminal_.print_foreign(stage.failure->text);
        }
    }
}

void RunScreen::summarise(const SubmissionResult& result) const {
    if (quiet_) return;
    terminal_.status({});
    print_failures(result);
    std::size_t passed = 0, failed = 0, errors = 0, remarks = 0;
    for (const auto& test : result.cases) {
        const auto verdict = verdict_of(test);
        passed += verdict == Verdict::passed;
        failed += verdict == Verdict::failed || verdict == Verdict::not_reached;
        errors += verdict == Verdict::error;
        for (const auto& stage : test.stages) remarks += stage.remarks.size();
    }
    std::string line = fmt::format("{} passed, {} failed", passed, failed);
    if (errors) line += fmt::format(", {} could not be judged", errors);
    if (remarks) line += fmt::format(", {} {}", remarks, remarks == 1 ? "remark" : "remarks");
    const auto score = score_of(result);
    terminal_.print(fmt::format("\n{}; score {:g} of {:g}; seed {}\n",
                                terminal_.ink(errors   ? Ink::yellow
                                              : failed ? Ink::red
                                                       : Ink::green,
                                              line),
                                score.points, score.max, result.seed));
    bool first = true;
    for (const auto& test : result.cases) {
        if (verdict_of(test) == Verdict::passed) continue;
        if (std::exchange(first, false)) terminal_.print("To see a failure again:\n");
        terminal_.print_foreign(fmt::format("  {}\n", test.reproduce));
    }
}

} // namespace counterpart::command
