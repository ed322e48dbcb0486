/// What the steps that send have in common.
#pragma once
#include "harness/engine/play.hpp"
#include "harness/scenario/units.hpp"

namespace counterpart::engine {

/// How the step wants its bytes cut up.
inline Pieces pieces_of(const scenario::Step& step) {
    Pieces pieces;
    const auto size = step.plain("pieces");
    pieces.random = size == "random";
    if (!size.empty() && !pieces.random) pieces.size = std::stoull(size);
    pieces.apart = step.plain("apart") == "yes";
    if (step.has("window")) pieces.window = scenario::size_of(step.plain("window"));
    if (step.has("pause")) pieces.pause = scenario::duration_of(step.plain("pause"));
    return pieces;
}

} // namespace counterpart::engine
