// Process 1 of a cage.
#include "harness/candidate/cage_init.hpp"
#include "harness/candidate/cgroup.hpp"
#include "harness/candidate/mounts.hpp"
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <system_error>

namespace counterpart::candidate {

void bring_loopback_up() {
    Descriptor socket(checked(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "making a socket in the new network"));
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    checked(::ioctl(socket.get(), SIOCSIFFLAGS, &request), "bringing the new network's loopback up");
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

namespace {

Confinement confinement(const Birth& birth) {
    Confinement how;
    how.limits = birth.request.limits;
    how.owner = birth.owner;
    how.change_user = birth.change_user;
    how.memory_group = !birth.memory_group.empty();
    how.directory = cage_directory;
    how.temporary = cage_temporary;
    return how;
}

void furnish(const Birth& birth) {
    ::prctl(PR_SET_NAME, "cage-init");
    checked(::prctl(PR_SET_PDEATHSIG, SIGKILL), "tying the cage's life to the launcher's");
    // Before anything is forked: whoever is forked earlier stays outside of the group.
    if (!birth.memory_group.empty()) join_memory_group(birth.memory_group);
    bring_loopback_up();
    checked(::sethostname("counterpart", 11), "naming the cage");
    Descriptor network(checked(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), "opening the new network"));
    bool proc = build_root(birth.owner, birth.request.limits, birth.request.read_only);
    Descriptor directory(
        checked(::open(cage_directory, O_PATH | O_DIRECTORY | O_CLOEXEC), "opening the working directory"));
    int shown[] = {network.get(), directory.get()};
    Packer body;
    body.number(proc).text(cage_directory);
    send_message(birth.control, Kind::ready, body, shown);
}

} // namespace

void run_init(const Birth& birth) {
    try {
        if (!birth.change_user) map_own_user(birth.owner, ::getegid());
        furnish(birth);
        supervise(birth, confinement(birth));
    } catch (const std::system_error& error) {
        Failure failure{0, error.code().value(), error.what()};
        try {
            send_message(birth.control, Kind::refused, failure.pack());
        } catch (const std::exception&) {
            // The harness is gone; so are we.
        }
    }
    ::_exit(0);
}

} // namespace counterpart::candidate
