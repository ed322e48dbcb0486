/// An instructor's rubric: other weights and levels than the scenario's, by case, by requirement or by level. Pure but
/// for reading the file.
#pragma once
#include "harness/scenario/model.hpp"
#include <filesystem>

namespace counterpart::run {

struct Rubric {
    struct Rule {
        std::string name; ///< a case's id or a glob, a requirement's id, or a level's name
        std::optional<double> weight;
        std::optional<Level> level;
    };
    std::vector<Rule> cases, requirements, levels;
};

/// Reads JSON or XML, told apart by the first character. Throws std::runtime_error with every complaint.
///
///     {"cases": {"two-files": 3, "slow-*": {"weight": 0.5, "level": "hardening"}},
///      "requirements": {"CS-4.2": {"weight": 6, "level": "must"}}, "levels": {"hardening": 0.5}}
///
///     <rubric><case id="two-files" weight="3"/><requirement id="CS-4.2" weight="6" level="must"/>
///     <level name="hardening" weight="0.5"/></rubric>
Rubric read_rubric(const std::filesystem::path&);
Rubric parse_rubric(const std::string& text, const std::string& name);

/// Changes what the scenario says. Levels first: a requirement's level becomes the level of the cases that check it,
/// when none of the others is higher; a case's own goes before that. Then the points of a case: its own weight (of
/// several rules that fit, the last); else, when the rubric weighs requirements that it checks, its share of each,
/// which is the weight divided by the number of cases that check it and have no weight of their own; else the weight
/// of its level; else what the scenario says. Throws std::runtime_error naming every rule that fits nothing.
void apply(const Rubric&, scenario::Protocol&, scenario::Role&);

} // namespace counterpart::run
