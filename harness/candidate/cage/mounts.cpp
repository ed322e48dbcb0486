// Builds a cage's root on a tmpfs: whitelisted binds of the host, a synthetic /etc, own /proc, /dev and scratch space.
#include "harness/candidate/cage/mounts.hpp"
#include "harness/candidate/cage/confine.hpp"
#include "harness/candidate/cage/message.hpp"
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <system_error>
#include <vector>

namespace counterpart::candidate {

namespace {

// The host's root stays reachable here while the new one is being furnished.
const std::string host = "/.host";

void make_directory(const std::string& path, mode_t mode = 0755) {
    if (::mkdir(path.c_str(), mode) < 0 && errno != EEXIST) checked(-1, "making the directory " + path);
}

void write_file(const std::string& path, std::string_view content) {
    Descriptor file(checked(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644), "making the file " + path));
    checked(::write(file.get(), content.data(), content.size()), "writing the file " + path);
}

void mount_tmpfs(const std::string& path, const std::string& options) {
    make_directory(path);
    checked(::mount("tmpfs", path.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options.c_str()), "mounting " + path);
}

// Read-only for everything mounted at and below path. Before Linux 5.12 only the topmost mount can be had; flags that
// a user namespace may not clear have to be repeated there.
void make_read_only(const std::string& path) {
    struct {
        std::uint64_t set, clear, propagation, user_namespace;
    } attributes{MS_RDONLY | MS_NOSUID | MS_NODEV, 0, 0, 0}; // MOUNT_ATTR_… have the same values
    constexpr unsigned recursive = 0x8000;
#ifdef SYS_mount_setattr
    if (::syscall(SYS_mount_setattr, -1, path.c_str(), recursive, &attributes, sizeof attributes) == 0) return;
#endif
    struct statvfs status {};
    checked(::statvfs(path.c_str(), &status), "looking at " + path);
    unsigned long flags = MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV;
    flags |= status.f_flag & (MS_NOEXEC | MS_NOATIME | MS_NODIRATIME | MS_RELATIME); // ST_… have the same values
    checked(::mount(nullptr, path.c_str(), nullptr, flags, nullptr), "making read-only " + path);
}

void make_mount_point(const std::string& path, bool directory) {
    for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
        make_directory(path.substr(0, slash));
    if (directory) {
        make_directory(path);
    } else {
        Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
        struct stat status {};
        if (!file) checked(::lstat(path.c_str(), &status), "making the file " + path);
    }
}

void bind_read_only(const std::string& from, const std::string& to) {
    struct stat status {};
    checked(::stat(from.c_str(), &status), "looking for " + to);
    make_mount_point(to, S_ISDIR(status.st_mode));
    checked(::mount(from.c_str(), to.c_str(), nullptr, MS_BIND | MS_REC, nullptr), "mounting " + to);
    make_read_only(to);
}

// The same link, file or directory as the host has, where it has one.
void mirror(const std::string& path) {
    struct stat status {};
    if (::lstat((host + path).c_str(), &status) < 0) return;
    if (!S_ISLNK(status.st_mode)) return bind_read_only(host + path, path);
    std::string target(4096, '\0');
    target.resize(static_cast<std::size_t>(
        checked(::readlink((host + path).c_str(), target.data(), target.size()), "reading the link " + path)));
    checked(::symlink(target.c_str(), path.c_str()), "linking " + path);
}

void enter_new_root() {
    checked(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), "making mounts private");
    // Any directory would do: pivot_root moves the tmpfs away from it again.
    checked(::mount("tmpfs", "/usr", "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,nr_inodes=2048,mode=0755"),
            "mounting the root");
    checked(::chdir("/usr"), "entering the root");
    make_directory(host.substr(1), 0700);
    checked(::syscall(SYS_pivot_root, ".", host.c_str() + 1), "changing the root");
    checked(::chdir("/"), "entering the root");
}

void furnish_etc(unsigned owner, unsigned group) {
    make_directory("/etc");
    for (const char* path :
         {"/etc/ld.so.cache", "/etc/localtime", "/etc/services", "/etc/protocols", "/etc/alternatives"})
        mirror(path);
    for (const auto& name : language_settings(host + "/etc")) mirror("/etc/" + name);
    // In a user namespace the owner may be 0 or nobody's number itself; the first entry is the one that is found.
    write_file("/etc/passwd", fmt::format("candidate:x:{}:{}:candidate:{}:/bin/sh\n"
                                          "root:x:0:0:root:/:/usr/sbin/nologin\n"
                                          "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n",
                                          owner, group, cage_directory));
    write_file("/etc/group", fmt::format("candidate:x:{}:\nroot:x:0:\nnogroup:x:65534:\n", group));
    write_file("/etc/hosts", "127.0.0.1 localhost counterpart\n::1 localhost ip6-localhost ip6-loopback\n");
    write_file("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n");
}

void furnish_dev() {
    make_directory("/dev");
    for (const char* name : {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}) {
        make_mount_point(name, false);
        checked(::mount((host + name).c_str(), name, nullptr, MS_BIND, nullptr), fmt::format("mounting {}", name));
    }
    checked(::symlink("/proc/self/fd", "/dev/fd"), "linking /dev/fd");
    checked(::symlink("/proc/self/fd/0", "/dev/stdin"), "linking /dev/stdin");
    checked(::symlink("/proc/self/fd/1", "/dev/stdout"), "linking /dev/stdout");
    checked(::symlink("/proc/self/fd/2", "/dev/stderr"), "linking /dev/stderr");
    mount_tmpfs("/dev/shm", "size=16m,nr_inodes=256,mode=1777"); // semaphores of multiprocessing
}

// A container that masks parts of its /proc is refused one of its own in a user namespace. Programs live without.
bool mount_proc() {
    make_directory("/proc", 0555);
    constexpr unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    return ::mount("proc", "/proc", "proc", flags, "hidepid=2") == 0 ||
           ::mount("proc", "/proc", "proc", flags, nullptr) == 0;
}

// A candidate may have to listen on port 80. Where this is refused, those ports stay with root.
void open_low_ports() {
    for (const auto& root : {std::string(), host}) {
        Descriptor file(::open((root + "/proc/sys/net/ipv4/ip_unprivileged_port_start").c_str(), O_WRONLY | O_CLOEXEC));
        if (file && ::write(file.get(), "0", 1) == 1) return;
    }
}

} // namespace

bool build_root(unsigned owner, unsigned group, const OpenRequest& request) {
    ::umask(0);
    enter_new_root();
    bind_read_only(host + "/usr", "/usr");
    for (const auto& path : request.hidden)
        checked(
            ::mount("tmpfs", path.c_str(), "tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV, "size=4k,nr_inodes=2,mode=0555"),
            "hiding " + path);
    for (const char* path : {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) mirror(path);
    furnish_etc(owner, group);
    furnish_dev();
    bool proc = mount_proc();
    open_low_ports();
    // Room for a temporary copy of the largest file that a case brings, which is there twice already.
    mount_tmpfs(cage_temporary, fmt::format("size={},nr_inodes=8192,mode=1777", request.limits.scratch_bytes / 2));
    mount_tmpfs(cage_directory, fmt::format("size={},nr_inodes=20000,mode=0700,uid={},gid={}",
                                            request.limits.scratch_bytes, owner, group));
    for (const auto& mount : request.read_only) bind_read_only(host + mount.from.string(), mount.to.string());
    checked(::umount2(host.c_str(), MNT_DETACH), "leaving the host's root");
    checked(::rmdir(host.c_str()), "leaving the host's root");
    checked(::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, nullptr),
            "making the root read-only");
    ::umask(022);
    return proc;
}

} // namespace counterpart::candidate
