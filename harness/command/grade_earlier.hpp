/// What an earlier run found, for --resume: its plan is held against this one's, and of its record that is kept which
/// still holds.
#pragma once
#include "harness/run/record.hpp"
#include "harness/scenario/model.hpp"
#include <map>

namespace counterpart::command {

class Earlier {
public:
    Earlier() = default; ///< nothing: a run that begins anew
    /// Reads a JSON record and the plan beside it; throws UsageError when it is none.
    explicit Earlier(const std::filesystem::path& record);

    const run::Plan& plan() const { return plan_; }
    const std::filesystem::path& record() const { return record_; }

    /// Keeps what holds for this plan: submissions that have not changed, verdicts that are the candidate's own, and
    /// with `rerun_failed` those alone that passed. Weights are this run's. Throws UsageError when the plans differ.
    void keep_for(const run::Plan& now, const scenario::Role&, bool rerun_failed);

    /// What is kept of a submission; null when nothing is.
    const SubmissionResult* of(const std::string& submission) const;
    /// Whether nothing of the submission is left to be judged.
    bool knows_all_of(const std::string& submission) const;

    /// Everything that is kept; `complete` where nothing is left to be judged.
    std::vector<SubmissionResult> all() const;
    /// Submissions by what became of them, for people.
    std::vector<std::string> changed, vanished;

    /// Where a record is put by while it is being replaced: a run that is killed meanwhile has lost nothing, for what
    /// lies there goes before the record itself.
    static std::filesystem::path copy_of(const std::filesystem::path& record);

private:
    std::filesystem::path record_;
    run::Plan plan_;
    std::map<std::string, SubmissionResult> results_; ///< by harmless name
};

} // namespace counterpart::command
