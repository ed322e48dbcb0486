/// What the first process of a cage does, with namespaces or without: starts programs, reaps, and reports ends.
#pragma once
#include "harness/candidate/cage/confine.hpp"
#include "harness/candidate/cage/request.hpp"
#include <string>
#include <vector>

namespace counterpart::candidate {

/// What a new first process knows.
struct Birth {
    OpenRequest request;
    unsigned owner = 0; ///< user of the candidate
    unsigned group = 0;
    bool change_user = false; ///< whether that is another user than ours
    unsigned others = 0;      ///< processes of the same user that the kernel counts with the candidate's
    int control = -1;         ///< to the harness
    int lifeline = -1;        ///< hangs up when the launcher has died
    std::string memory_group; ///< a cgroup's directory, to be joined; may be empty
};

/// Serves start and signal requests and reports ends, until the harness or the launcher has gone.
void supervise(const Birth& birth, const Confinement& how);

/// Starts one program as a child of the calling process; `descriptors` are those that came with the request. Returns
/// its process id once the program has replaced us there. Throws std::system_error naming the step that failed.
int spawn(const StartRequest& request, const std::vector<Descriptor>& descriptors, const Confinement& how);

} // namespace counterpart::candidate
