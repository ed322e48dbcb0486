/// Process 1 of a cage.
#pragma once
#include "harness/candidate/cage/supervisor.hpp"

namespace counterpart::candidate {

/// Furnishes the new namespaces, then supervises. Its end is everyone's end inside: the kernel sees to it.
[[noreturn]] void run_init(const Birth& birth) noexcept;

} // namespace counterpart::candidate
