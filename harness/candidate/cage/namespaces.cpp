// The system calls around namespaces, and what this process may do with them.
#include "harness/candidate/cage/namespaces.hpp"
#include "harness/candidate/cage/message.hpp"
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <linux/capability.h>
#include <linux/sched.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace counterpart::candidate {

Clone clone_cage(bool with_user) {
    std::uint64_t flags = CLONE_PIDFD | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS;
    if (with_user) flags |= CLONE_NEWUSER;
    int process = -1;
    clone_args arguments{};
    arguments.flags = flags;
    arguments.pidfd = reinterpret_cast<std::uintptr_t>(&process);
    arguments.exit_signal = SIGCHLD;
    auto pid = ::syscall(SYS_clone3, &arguments, sizeof arguments);
    // Docker's filter answers so on purpose: clone's flags can be inspected, clone3's cannot.
    if (pid < 0 && errno == ENOSYS) pid = ::syscall(SYS_clone, flags | SIGCHLD, nullptr, &process, nullptr, 0ul);
    checked(pid, "making namespaces");
    return {static_cast<pid_t>(pid), Descriptor(pid == 0 ? -1 : process)};
}

void map_own_user(unsigned user, unsigned group) {
    auto write = [](const char* path, const std::string& text) {
        Descriptor file(checked(::open(path, O_WRONLY | O_CLOEXEC), fmt::format("opening {}", path)));
        checked(::write(file.get(), text.data(), text.size()), fmt::format("writing {}", path));
    };
    write("/proc/self/setgroups", "deny"); // the kernel's condition for mapping a group without privilege
    write("/proc/self/uid_map", fmt::format("{0} {0} 1", user));
    write("/proc/self/gid_map", fmt::format("{0} {0} 1", group));
}

void bring_loopback_up() {
    Descriptor socket(checked(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "making a socket in the new network"));
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    checked(::ioctl(socket.get(), SIOCSIFFLAGS, &request), "bringing the new network's loopback up");
}

bool may_change_network() {
    Descriptor own(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    return own && ::setns(own.get(), CLONE_NEWNET) == 0;
}

namespace {

bool has_capabilities(std::initializer_list<int> wanted) {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct sets[2]{};
    if (::syscall(SYS_capget, &header, sets) != 0) return false;
    for (int capability : wanted)
        if ((sets[capability / 32].effective & (1u << (capability % 32))) == 0) return false;
    return true;
}

bool all_mapped(const char* map, unsigned first, unsigned count) {
    std::ifstream file(map);
    for (std::uint64_t inside = 0, outside = 0, size = 0; file >> inside >> outside >> size;)
        if (inside <= first && first + std::uint64_t{count} <= inside + size) return true;
    return false;
}

} // namespace

unsigned first_slot_user() {
    if (::geteuid() != 0 || !has_capabilities({CAP_SETUID, CAP_SETGID, CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_KILL}))
        return 0;
    // Beyond what distributions give to people and services; containers often have no more than 65536.
    auto turn = static_cast<unsigned>(::getpid());
    for (unsigned first : {2000000000u + turn % 1024 * user_slots, 60000u + turn % 5 * user_slots})
        if (all_mapped("/proc/self/uid_map", first, user_slots) && all_mapped("/proc/self/gid_map", first, user_slots))
            return first;
    return 0;
}

bool counts_processes_per_namespace() {
    utsname system{};
    int major = 0, minor = 0;
    if (::uname(&system) != 0 || std::sscanf(system.release, "%d.%d", &major, &minor) != 2) return true;
    return major > 5 || (major == 5 && minor >= 14);
}

} // namespace counterpart::candidate
