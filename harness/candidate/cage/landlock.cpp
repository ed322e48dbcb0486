// Without a mount namespace: Landlock shows a candidate the same few paths that a cage would have mounted. Constants
// are our own, since they are newer than many systems' headers.
#include "harness/candidate/cage/confine.hpp"
#include "harness/candidate/cage/message.hpp"
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace counterpart::candidate {

namespace {

constexpr std::uint64_t execute = 1 << 0, write_file = 1 << 1, read_file = 1 << 2, read_directory = 1 << 3;
constexpr std::uint64_t make_character_device = 1 << 6, make_block_device = 1 << 11;
constexpr std::uint64_t refer = 1 << 13, truncate_file = 1 << 14, device_control = 1 << 15;
constexpr std::uint64_t scope_abstract_sockets = 1 << 0, scope_signals = 1 << 1;
constexpr std::uint64_t for_files = execute | write_file | read_file | truncate_file | device_control;

struct RulesetAttributes {
    std::uint64_t file_system, network, scoped;
};

struct [[gnu::packed]] PathRule {
    std::uint64_t allowed;
    std::int32_t parent;
};

// Every right over files that this version can take away.
std::uint64_t known_rights(int version) {
    std::uint64_t rights = (1 << 13) - 1;
    if (version >= 2) rights |= refer;
    if (version >= 3) rights |= truncate_file;
    if (version >= 5) rights |= device_control;
    return rights;
}

class Ruleset {
public:
    explicit Ruleset(int version) : rights_(known_rights(version)) {
        RulesetAttributes attributes{rights_, 0, version >= 6 ? scope_abstract_sockets | scope_signals : 0};
        auto size = version >= 6 ? sizeof attributes : sizeof attributes.file_system;
        ruleset_ = Descriptor(checked(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0), "using Landlock"));
    }

    // A path that does not exist, or that cannot be reached, needs no permission.
    void allow(const std::string& path, std::uint64_t rights) {
        Descriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
        struct stat status {};
        if (!place || ::fstat(place.get(), &status) != 0) return;
        if (!S_ISDIR(status.st_mode)) rights &= for_files;
        PathRule rule{rights & rights_, place.get()};
        constexpr int path_beneath = 1;
        checked(::syscall(SYS_landlock_add_rule, ruleset_.get(), path_beneath, &rule, 0), "adding a Landlock rule");
    }

    void enforce() { checked(::syscall(SYS_landlock_restrict_self, ruleset_.get(), 0), "enforcing Landlock"); }

private:
    std::uint64_t rights_;
    Descriptor ruleset_;
};

} // namespace

int landlock_version() {
    constexpr unsigned ask_version = 1;
    auto version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, ask_version);
    return version < 0 ? 0 : static_cast<int>(version);
}

void restrict_file_system(const Confinement& how) {
    constexpr std::uint64_t read = read_file | read_directory, run = read | execute;
    constexpr std::uint64_t anything = ~(make_character_device | make_block_device);
    Ruleset rules(landlock_version());
    for (const char* path : {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) rules.allow(path, run);
    for (const char* path : {"/etc/ld.so.cache", "/etc/localtime", "/etc/nsswitch.conf", "/etc/hosts", "/etc/passwd",
                             "/etc/group", "/etc/services", "/etc/protocols", "/etc/alternatives", "/dev/zero",
                             "/dev/full", "/dev/random", "/dev/urandom"})
        rules.allow(path, read);
    for (const auto& name : language_settings("/etc")) rules.allow("/etc/" + name, read);
    rules.allow("/dev/null", read | write_file);
    rules.allow(how.directory, anything);
    rules.allow(how.temporary, anything);
    for (const auto& mount : how.read_only) rules.allow(mount.from, run);
    rules.enforce();
}

} // namespace counterpart::candidate
