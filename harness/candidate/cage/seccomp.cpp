// The system call filter of a candidate: a list of what is refused, so that interpreters of every kind keep working,
// and a list of the socket families that are allowed.
#include "harness/candidate/cage/confine.hpp"
#include "harness/candidate/cage/message.hpp"
#include <cerrno>
#include <cstddef>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <vector>

namespace counterpart::candidate {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t machine = AUDIT_ARCH_AARCH64;
#else
#error "the system call filter knows x86_64 and aarch64"
#endif

// Ways out of the cage, into other processes, or into the kernel's rarely used corners.
constexpr long forbidden[] = {
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kcmp,
    SYS_pidfd_getfd,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_setns,
    SYS_unshare,
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fspick,
    SYS_move_mount,
    SYS_open_tree,
    SYS_mount_setattr,
    SYS_open_by_handle_at,
    SYS_name_to_handle_at,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_kexec_load,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_swapon,
    SYS_swapoff,
    SYS_reboot,
    SYS_acct,
    SYS_quotactl,
    SYS_syslog,
    SYS_personality,
    SYS_fanotify_init,
};

// Answered as a kernel without them would, so that programs turn to the older call. The memory ones make memory that
// no resource limit counts.
constexpr long absent[] = {
    SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register, SYS_clone3,
    SYS_memfd_create,   SYS_shmget,         SYS_mq_open,
#ifdef SYS_memfd_secret
    SYS_memfd_secret,
#endif
};

// Without a cage, whoever runs the harness may own these as well, and the keeper, and the harness: what others of the
// user share, and how fast others run.
constexpr long shared[] = {
    SYS_shmat,  SYS_shmctl, SYS_semget, SYS_semctl, SYS_semop,     SYS_semtimedop,
    SYS_msgget, SYS_msgctl, SYS_msgsnd, SYS_msgrcv, SYS_mq_unlink,
};
constexpr long schedulers[] = {SYS_sched_setaffinity, SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr};

constexpr std::uint32_t ioprio_who_process = 1; // of the kernel's <linux/ioprio.h>, which is newer than some systems'
constexpr std::uint32_t new_namespaces =
    CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;

// Assembles a filter. Each block below begins and ends with the call's number in the accumulator.
class Filter {
public:
    Filter() {
        load(offsetof(seccomp_data, arch));
        branch(BPF_JEQ, machine, 1, 0); // another machine's calls (32-bit ones) have other numbers
        add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
        load(offsetof(seccomp_data, nr));
#if defined(__x86_64__)
        refuse_if(BPF_JGE, 0x40000000, ENOSYS); // the x32 calls
#endif
    }

    void refuse(long call, int error) { refuse_if(BPF_JEQ, static_cast<std::uint32_t>(call), error); }

    // Refuses a call when its argument compares so with one of the values.
    void refuse_argument(long call, unsigned argument, unsigned comparison, std::vector<std::uint32_t> values,
                         int error) {
        auto block = static_cast<unsigned>(2 * values.size() + 2);
        branch(BPF_JEQ, static_cast<std::uint32_t>(call), 0, block);
        load_argument(argument);
        for (auto value : values) refuse_if(comparison, value, error);
        load(offsetof(seccomp_data, nr));
    }

    // Refuses a call unless its argument, masked, is one of the values.
    void allow_argument(long call, unsigned argument, std::uint32_t mask, std::vector<std::uint32_t> values,
                        int error) {
        auto count = static_cast<unsigned>(values.size());
        branch(BPF_JEQ, static_cast<std::uint32_t>(call), 0, count + 4);
        load_argument(argument);
        add(BPF_ALU | BPF_AND | BPF_K, mask);
        for (unsigned at = 0; at < count; ++at) branch(BPF_JEQ, values[at], count - at, 0);
        add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(error));
        load(offsetof(seccomp_data, nr));
    }

    void install() {
        add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
        sock_fprog program{static_cast<unsigned short>(code_.size()), code_.data()};
        checked(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program), "installing the system call filter");
    }

private:
    void add(unsigned code, std::uint32_t value) {
        code_.push_back(BPF_STMT(static_cast<unsigned short>(code), value));
    }
    void load(std::size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
    // Both machines are little-endian: the lower half of an argument comes first, and is all that an int uses.
    void load_argument(unsigned number) { load(offsetof(seccomp_data, args) + number * sizeof(std::uint64_t)); }
    void branch(unsigned comparison, std::uint32_t value, unsigned when_true, unsigned when_false) {
        code_.push_back(BPF_JUMP(static_cast<unsigned short>(BPF_JMP | comparison | BPF_K), value,
                                 static_cast<unsigned char>(when_true), static_cast<unsigned char>(when_false)));
    }
    void refuse_if(unsigned comparison, std::uint32_t value, int error) {
        branch(comparison, value, 0, 1);
        add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(error));
    }

    std::vector<sock_filter> code_;
};

} // namespace

bool has_system_call_filter() {
    const std::uint32_t action = SECCOMP_RET_ERRNO;
    return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

void install_system_call_filter(bool cage) {
    Filter filter;
    for (long call : forbidden) filter.refuse(call, EPERM);
    for (long call : absent) filter.refuse(call, ENOSYS);
    filter.refuse_argument(SYS_clone, 0, BPF_JSET, {new_namespaces}, EPERM);
    filter.refuse_argument(SYS_ioctl, 1, BPF_JEQ, {TIOCSTI, TIOCLINUX}, EPERM); // typing into a terminal
    // The first process of a cage may be of the same user: its limits and priority are not the candidate's to set.
    filter.allow_argument(SYS_prlimit64, 0, ~0u, {0}, EPERM);
    filter.allow_argument(SYS_setpriority, 0, ~0u, {PRIO_PROCESS}, EPERM);
    filter.allow_argument(SYS_setpriority, 1, ~0u, {0}, EPERM);
    filter.allow_argument(SYS_ioprio_set, 0, ~0u, {ioprio_who_process}, EPERM);
    filter.allow_argument(SYS_ioprio_set, 1, ~0u, {0}, EPERM);
    filter.allow_argument(SYS_socketpair, 0, ~0u, {AF_UNIX}, EAFNOSUPPORT);
    if (cage) {
        filter.allow_argument(SYS_socket, 0, ~0u, {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK}, EAFNOSUPPORT);
    } else {
        // On the host's network: no services behind Unix sockets, no datagrams to anyone, no signals to everyone.
        filter.allow_argument(SYS_socket, 0, ~0u, {AF_INET, AF_INET6, AF_NETLINK}, EAFNOSUPPORT);
        filter.allow_argument(SYS_socket, 1, 0xf, {SOCK_STREAM, SOCK_RAW}, EACCES); // raw: netlink, needs no privilege
        filter.refuse_argument(SYS_kill, 0, BPF_JEQ, {~0u}, EPERM);
        for (long call : shared) filter.refuse(call, ENOSYS);
        for (long call : schedulers) filter.allow_argument(call, 0, ~0u, {0}, EPERM);
    }
    filter.install();
}

} // namespace counterpart::candidate
