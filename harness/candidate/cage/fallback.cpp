// The keeper of a case without namespaces: supervises, then sweeps.
#include "harness/candidate/cage/fallback.hpp"
#include "harness/candidate/cage/cgroup.hpp"
#include "harness/candidate/cage/process_tree.hpp"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <memory>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace counterpart::candidate {

namespace {

std::string make_owned_directory(const std::string& path, const Birth& birth) {
    checked(::mkdir(path.c_str(), 0700), "making the directory " + path);
    if (birth.change_user) checked(::chown(path.c_str(), birth.owner, birth.group), "giving away " + path);
    return path;
}

void prepare_and_supervise(const Birth& birth, const std::string& base) {
    ::prctl(PR_SET_NAME, "cage-keeper");
    ::prctl(PR_SET_DUMPABLE, 0); // a candidate of the same user may not look into us
    checked(::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "becoming a subreaper");
    if (!birth.memory_group.empty()) join_memory_group(birth.memory_group);
    Confinement how;
    how.limits = birth.request.limits;
    how.owner = birth.owner;
    how.change_user = birth.change_user;
    how.others = birth.others;
    how.cage = false;
    how.memory_group = !birth.memory_group.empty();
    how.read_only = birth.request.read_only;
    make_owned_directory(base, birth);
    how.directory = make_owned_directory(base + "/work", birth);
    how.temporary = make_owned_directory(base + "/tmp", birth);
    Descriptor directory(checked(::open(how.directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW),
                                 "opening the working directory"));
    int shown[] = {directory.get()};
    Packer body;
    body.number(true).text(how.directory);
    send_message(birth.control, Kind::ready, body, shown);
    directory.reset();
    supervise(birth, how);
}

// Empties a directory into `base`, so that depth costs neither descriptors nor stack: files are removed, directories
// moved up under fresh names, to be emptied in their turn.
void flatten(int base, const char* name, unsigned& counter) {
    ::fchmodat(base, name, 0700, 0);
    Descriptor directory(::openat(base, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    std::unique_ptr<DIR, int (*)(DIR*)> open(directory ? ::fdopendir(directory.get()) : nullptr, ::closedir);
    if (!open) return;
    int at = directory.release();
    while (auto* entry = ::readdir(open.get())) {
        if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
        if (::unlinkat(at, entry->d_name, 0) == 0 || (errno != EISDIR && errno != EPERM)) continue;
        ::fchmodat(at, entry->d_name, 0700, 0); // moving a directory takes the right to write to it
        ::renameat(at, entry->d_name, base, fmt::format("{}", ++counter).c_str());
    }
}

} // namespace

void remove_tree(const std::string& path) {
    unsigned counter = 0;
    Descriptor base(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!base) return;
    for (const char* name : {"work", "tmp"}) {
        flatten(base.get(), name, counter);
        ::unlinkat(base.get(), name, AT_REMOVEDIR);
    }
    for (unsigned next = 1; next <= counter; ++next) {
        auto name = std::to_string(next);
        flatten(base.get(), name.c_str(), counter);
        ::unlinkat(base.get(), name.c_str(), AT_REMOVEDIR);
    }
    ::rmdir(path.c_str());
}

void kill_descendants(const std::vector<int>& spare) {
    for (;;) {
        auto living = descendants(::getpid(), spare);
        kill_together(living);
        if (living.empty()) return;
        // A killed child of ours, or one that becomes ours when its parent dies, will be there to be reaped.
        for (int pid : living) ::waitpid(pid, nullptr, 0);
        while (::waitpid(-1, nullptr, WNOHANG) > 0) {}
    }
}

void run_keeper(const Birth& birth, const std::string& base) noexcept {
    try {
        prepare_and_supervise(birth, base);
    } catch (const std::system_error& error) { report_failure(birth.control, Kind::refused, 0, error); }
    kill_descendants();
    remove_tree(base);
    ::_exit(0);
}

} // namespace counterpart::candidate
