/// The first process of a cage, and what it does for as long as the cage lives.
#pragma once
#include "harness/candidate/confine.hpp"
#include "harness/candidate/request.hpp"
#include <optional>

namespace counterpart::candidate {

/// What the launcher tells a new first process.
struct Birth {
    OpenRequest request;
    unsigned owner = 0;
    bool change_user = false;
    int control = -1;         ///< to the harness
    int lifeline = -1;        ///< hangs up when the launcher has died
    std::string memory_group; ///< directory of a cgroup to join; may be empty
};

/// Process 1 of a cage: furnishes its namespaces, then starts and reaps until the harness or the launcher is gone.
/// Its end is everyone's end inside.
[[noreturn]] void run_init(const Birth& birth);

/// Its counterpart without namespaces: prepares a directory, and at the end kills every descendant and removes it.
[[noreturn]] void run_keeper(const Birth& birth, const std::string& base);

/// Kills everything that descends from the calling process, which must be a subreaper, until nothing is left.
/// Children named in `spare` stay, with all below them.
void kill_descendants(const std::vector<int>& spare = {});

/// Removes a directory with everything in it, following no link. Nobody may be writing there any more.
void remove_tree(const std::string& path);

/// Serves start and signal requests and reports ends, until either end of the line is gone.
void supervise(const Birth& birth, const Confinement& how);

/// Starts one program as a child; `descriptors` are those of the request. Throws std::system_error naming the step.
int spawn(const StartRequest& request, const std::vector<Descriptor>& descriptors, const Confinement& how);

} // namespace counterpart::candidate
