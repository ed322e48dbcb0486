// Resource limits, identity and capabilities of a candidate's process.
#include "harness/candidate/cage/confine.hpp"
#include "harness/candidate/cage/message.hpp"
#include <cerrno>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace counterpart::candidate {

namespace {

void limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
    rlimit current{};
    checked(::getrlimit(resource, &current), "reading a resource limit");
    rlimit wanted{std::min(soft, current.rlim_max), std::min(hard, current.rlim_max)};
    checked(::setrlimit(resource, &wanted), "setting a resource limit");
}

void drop_bounding_set() {
    for (int capability = 0; capability < 64; ++capability)
        if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0 && errno == EINVAL) break; // past the last one
}

void drop_capabilities() {
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2]{};
    checked(::syscall(SYS_capset, &header, none), "dropping capabilities");
}

void change_user(unsigned owner) {
    checked(::setgroups(0, nullptr), "leaving supplementary groups");
    checked(::setresgid(owner, owner, owner), "changing the group");
    checked(::setresuid(owner, owner, owner), "changing the user");
}

// Stacks of threads count as writable data, 8 MiB each unless a program asks for less: who may have more threads than
// usual has room for them.
rlim_t room_for_threads(const Limits& limits) {
    const Limits usual;
    return limits.processes > usual.processes ? rlim_t{limits.processes - usual.processes} << 23 : 0;
}

} // namespace

void limit_resources(const Confinement& how) {
    const auto& limits = how.limits;
    limit(RLIMIT_CORE, 0, 0);
    limit(RLIMIT_NOFILE, limits.open_files, limits.open_files);
    auto processes = rlim_t{limits.processes} + how.others;
    limit(RLIMIT_NPROC, processes, processes);
    limit(RLIMIT_FSIZE, limits.scratch_bytes, limits.scratch_bytes);
    // One second between the warning (SIGXCPU) and the end (SIGKILL).
    limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1u);
    limit(RLIMIT_MEMLOCK, 64 << 10, 64 << 10);
    limit(RLIMIT_MSGQUEUE, 0, 0);
    if (how.memory_group) return;
    // RLIMIT_DATA is what a program has written to or may; address space also counts what runtimes merely reserve
    // (128 MiB for each thread's heap in glibc), so it gets room.
    const auto data = limits.memory_bytes + room_for_threads(limits);
    limit(RLIMIT_DATA, data, data);
    limit(RLIMIT_AS, 4 * data, 4 * data);
}

void confine(const Confinement& how) {
    drop_bounding_set(); // first: it takes a capability that a change of user loses
    if (how.change_user) change_user(how.owner);
    checked(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "setting no_new_privs");
    drop_capabilities();
    if (!how.cage && landlock_version() > 0) restrict_file_system(how);
    if (how.cage || has_system_call_filter()) install_system_call_filter(how.cage);
    limit_resources(how); // last: the steps before take memory and descriptors
}

std::vector<std::string> language_settings(const std::filesystem::path& etc) {
    std::vector<std::string> names;
    std::error_code ignored; // what cannot be read is not there for a candidate either
    for (const auto& entry : std::filesystem::directory_iterator(etc, ignored))
        if (auto name = entry.path().filename().string(); name.starts_with("java")) names.push_back(std::move(name));
    return names;
}

} // namespace counterpart::candidate
