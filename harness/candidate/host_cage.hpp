/// What stands in for a cage when a person starts the candidate by hand: the host's own network, a folder on the host,
/// and no process that is ours.
#pragma once
#include "harness/candidate/cage.hpp"

namespace counterpart::candidate {

/// `directory` is where files are placed and looked for. Nothing can be started in it, and its end ends nothing.
/// Throws std::system_error when the directory cannot be opened.
std::unique_ptr<Cage> host_cage(const std::filesystem::path& directory);

} // namespace counterpart::candidate
