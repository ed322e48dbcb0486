// Furnishing a cage, from the inside.
#include "harness/candidate/cage/cage_init.hpp"
#include "harness/candidate/cage/cgroup.hpp"
#include "harness/candidate/cage/mounts.hpp"
#include "harness/candidate/cage/namespaces.hpp"
#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <system_error>
#include <unistd.h>

namespace counterpart::candidate {

namespace {

Confinement confinement(const Birth& birth) {
    Confinement how;
    how.limits = birth.request.limits;
    how.owner = birth.owner;
    how.change_user = birth.change_user;
    how.others = birth.others;
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
    if (!birth.change_user) map_own_user(birth.owner, birth.group);
    bring_loopback_up();
    checked(::sethostname("counterpart", 11), "naming the cage");
    Descriptor network(checked(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), "opening the new network"));
    bool proc = build_root(birth.owner, birth.group, birth.request);
    Descriptor directory(
        checked(::open(cage_directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "opening the working directory"));
    int shown[] = {network.get(), directory.get()};
    Packer body;
    body.number(proc).text(cage_directory);
    send_message(birth.control, Kind::ready, body, shown);
}

} // namespace

void run_init(const Birth& birth) noexcept {
    try {
        furnish(birth);
        supervise(birth, confinement(birth));
    } catch (const std::system_error& error) { report_failure(birth.control, Kind::refused, 0, error); }
    ::_exit(0);
}

} // namespace counterpart::candidate
