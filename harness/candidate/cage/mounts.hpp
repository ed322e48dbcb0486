/// The file system that a candidate sees: a small read-only root with what programs need, and nothing else of the host.
#pragma once
#include "harness/candidate/cage/request.hpp"

namespace counterpart::candidate {

/// Where a cage's writable places are.
constexpr const char* cage_directory = "/work"; ///< of the candidate, limited in size and number of files
constexpr const char* cage_temporary = "/tmp";  ///< private, for what is nobody's business

/// Replaces the calling process's root; it must be alone in its mount and PID namespaces. The owner owns the working
/// directory. Returns whether /proc could be mounted. Throws std::system_error naming the step.
bool build_root(unsigned owner, unsigned group, const OpenRequest& request);

} // namespace counterpart::candidate
