/// What changed between two records of results. Pure: values in, values out.
#pragma once
#include "harness/command/diff_known.hpp"
#include "reports/result.hpp"
#include <string>
#include <vector>

namespace counterpart::command {

/// A case in both records, or in one of them; then the other is null.
struct Change {
    std::string key; ///< SUBMISSION/PROTOCOL/ROLE/CASE
    const CaseResult* before = nullptr;
    const CaseResult* now = nullptr;
};

/// Every case of the two records, in the one list where it belongs; in the order of their keys.
struct Difference {
    std::vector<Change> newly_failing; ///< passed before, or failed in a way that is known and now in another
    std::vector<Change> newly_passing;
    std::vector<Change> changed;  ///< failed and fails, at another place or for another reason
    std::vector<Change> known;    ///< fails as the list of known failures says
    std::vector<Change> unjudged; ///< could not be judged in one of the records: nothing can be said
    std::vector<Change> only_base, only_new;
    std::vector<Change> same_passing, same_failing;
};

/// Compares. The results must outlive the answer. Throws std::runtime_error when a record holds a case twice.
Difference difference_of(const RunResult& base, const RunResult& now, const std::vector<KnownEntry>& known);

/// The cases of a record by key, in the keys' order; `name` is for the error when one is there twice.
std::vector<std::pair<std::string, const CaseResult*>> cases_of(const RunResult&, std::string_view name);

} // namespace counterpart::command
