/// Turns the facts of a miss into what a person reads: the likely slip, and the whole failure text. Pure.
#pragma once
#include "harness/engine/miss.hpp"
#include "harness/scenario/values.hpp"

namespace counterpart::engine {

/// Looks the step's <slip> patterns through for the first whose conditions all hold, and notes it in the miss.
void recognise_slip(Miss&, const scenario::Step&, const scenario::Values&);

/// The remark of the first <tolerate> that accepts what came instead; nothing when none does.
std::optional<std::string> tolerated(const Miss&, const scenario::Step&, const scenario::Values&);

/// Where a regular expression (RE2, bytes) is found first in the text; `whole`: it must match all of it.
std::optional<std::size_t> place_of(const std::string& expression, std::string_view text, bool whole = false);
/// Whether it is found at all.
bool found_in(const std::string& expression, std::string_view text, bool whole = false);

/// What a person reads on a terminal: without the escape sequences that choose colours.
std::string without_colours(std::string text);

struct Circumstances {
    const scenario::Requirement* requirement = nullptr; ///< null for the harness's own trouble
    const scenario::MapStage* stage = nullptr;
    std::string case_title;
    std::string reproduce;
    unsigned processes = 0; ///< that the program may have at once, threads included; 0: not known
};

/// The failure with its whole text. It stands alone: stage, requirement, expected, got, slip, how to see it again.
Failure explain(const Miss&, const Circumstances&);

} // namespace counterpart::engine
