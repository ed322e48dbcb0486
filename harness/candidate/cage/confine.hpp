/// What is taken away from a candidate's process before its program runs: resources, identity, capabilities, system
/// calls and, without a cage, the file system.
#pragma once
#include "harness/candidate/cage/terms.hpp"
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace counterpart::candidate {

/// How the processes of one cage are confined.
struct Confinement {
    Limits limits;
    unsigned owner = 0;           ///< user and group that they run as
    bool change_user = false;     ///< whether the owner is another than the user who starts them
    unsigned others = 0;          ///< processes that count with theirs, and do not belong to them
    bool cage = true;             ///< false: no namespaces, so Landlock and a stricter filter stand in
    bool memory_group = false;    ///< a memory cgroup holds them, so address space need not be limited
    std::string directory;        ///< becomes the current directory and HOME
    std::string temporary;        ///< TMPDIR
    std::vector<Mount> read_only; ///< for Landlock
};

/// Confines the calling process, step by step; throws std::system_error naming the step.
void confine(const Confinement& how);

/// The parts of it, each in a file of its own.
void limit_resources(const Confinement& how);
void install_system_call_filter(bool cage);
void restrict_file_system(const Confinement& how);

/// The names of what lies in a folder /etc and languages cannot do without, because files below /usr are links to it:
/// Java's settings, whatever its version.
std::vector<std::string> language_settings(const std::filesystem::path& etc);

/// Whether the kernel offers system call filters, and its version of Landlock (0: none).
bool has_system_call_filter();
int landlock_version();

} // namespace counterpart::candidate
