/// How a process that other processes depend on learns of its children's deaths, and of no other signal.
#pragma once
#include "harness/candidate/cage/descriptor.hpp"

namespace counterpart::candidate {

/// Blocks every signal for good, and returns a descriptor that is readable when children have died. Throws
/// std::system_error.
Descriptor watch_for_deaths();

/// Empties it. One signal may stand for several deaths: whose they are is to be asked of wait().
void take_note_of_deaths(const Descriptor& deaths);

} // namespace counterpart::candidate
