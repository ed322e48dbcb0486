/// What stands in for a cage where namespaces are refused: a directory of its own, and a keeper that ends every
/// descendant when the case is over.
#pragma once
#include "harness/candidate/cage/supervisor.hpp"

namespace counterpart::candidate {

/// Prepares the directory `base`, which must not exist yet, supervises, and at the end kills every descendant and
/// removes the directory. Unlike process 1 of a cage it must outlive the harness for that.
[[noreturn]] void run_keeper(const Birth& birth, const std::string& base) noexcept;

/// Kills everything that descends from the calling process, which must be a subreaper, until nothing is left.
/// Children named in `spare` stay, with all below them.
void kill_descendants(const std::vector<int>& spare = {});

/// Removes a directory with everything in it, following no link. Nobody may be writing there any more.
void remove_tree(const std::string& path);

} // namespace counterpart::candidate
