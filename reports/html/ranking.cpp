// Gathers failures by requirement, and within it by sameness; a submission counts once in each.
#include "reports/html/ranking.hpp"

#include "reports/html/tally.hpp"

#include <algorithm>
#include <set>

namespace counterpart::html {

namespace {

struct Gathered {
    Wrong wrong;
    std::set<const Entry*> submissions;
    std::map<std::string, std::size_t> kinds; ///< positions in wrong.kinds, by sameness
};

void gather(Gathered& into, const Entry& entry, const Trouble& trouble) {
    const auto [at_case, at_stage] = trouble.places.front();
    const auto& stage = entry.result.cases[at_case].stages[at_stage];
    const auto same = sameness(*trouble.failure, stage.number);
    const auto [kind, is_new] = into.kinds.emplace(same, into.wrong.kinds.size());
    if (is_new) into.wrong.kinds.push_back({trouble.failure, stage.number, stage.title, {}});
    into.wrong.kinds[kind->second].places.push_back({&entry, at_case, at_stage});
    into.submissions.insert(&entry);
}

} // namespace

std::vector<Wrong> ranking_of(const std::vector<const Entry*>& entries) {
    std::map<std::string, Gathered> gathered;
    for (const auto* entry : entries) {
        bool first = true;
        for (const auto& trouble : troubles_of(entry->result)) {
            auto& into = gathered[trouble.failure->requirement];
            into.wrong.requirement = trouble.failure->requirement;
            into.wrong.level = trouble.failure->level;
            into.wrong.sentence = trouble.failure->sentence;
            into.wrong.first += first;
            first = false;
            gather(into, *entry, trouble);
        }
    }
    std::vector<Wrong> ranking;
    for (auto& [requirement, found] : gathered) {
        found.wrong.submissions = found.submissions.size();
        std::stable_sort(found.wrong.kinds.begin(), found.wrong.kinds.end(),
                         [](const auto& a, const auto& b) { return a.places.size() > b.places.size(); });
        ranking.push_back(std::move(found.wrong));
    }
    std::stable_sort(ranking.begin(), ranking.end(), [](const auto& a, const auto& b) {
        return a.submissions != b.submissions ? a.submissions > b.submissions : a.first > b.first;
    });
    return ranking;
}

} // namespace counterpart::html
