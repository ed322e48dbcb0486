// Where namespaces are refused, the fallback takes over and says why. Each test makes such a place in a process of its
// own.
#include "support.hpp"
#include <catch2/catch.hpp>
#include <cstddef>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

using namespace counterpart::candidate;
using namespace counterpart::candidate::test;

namespace {

void write_to(const char* path, const std::string& text) {
    Descriptor file(::open(path, O_WRONLY | O_CLOEXEC));
    if (!file || ::write(file.get(), text.data(), text.size()) < 0) throw std::runtime_error(path);
}

// A user namespace in which no network namespace may be made.
void forbid_networks() {
    auto uid = std::to_string(::geteuid()), gid = std::to_string(::getegid());
    if (::unshare(CLONE_NEWUSER) != 0) throw std::runtime_error("no user namespace");
    write_to("/proc/self/setgroups", "deny");
    write_to("/proc/self/uid_map", "0 " + uid + " 1");
    write_to("/proc/self/gid_map", "0 " + gid + " 1");
    write_to("/proc/sys/user/max_net_namespaces", "0");
}

// What Docker's default profile does: no CAP_SYS_ADMIN, clone3 absent, namespace flags refused.
void imitate_docker() {
    ::prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN, 0, 0, 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct sets[2]{};
    ::syscall(SYS_capget, &header, sets);
    for (auto* set : {&sets[0].effective, &sets[0].permitted}) *set &= ~(1u << CAP_SYS_ADMIN);
    ::syscall(SYS_capset, &header, sets);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    constexpr unsigned flags = 0x7e020000; // CLONE_NEW…
    sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, flags, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    sock_fprog program{sizeof code / sizeof code[0], code};
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) throw std::runtime_error("no filter");
}

void make_absent(long call) {
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    sock_fprog program{sizeof code / sizeof code[0], code};
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) throw std::runtime_error("no filter");
}

asio::awaitable<void> greet(Launcher& launcher, std::string& output) {
    auto cage = co_await open(launcher);
    auto ran = co_await run_python(*cage, "print('hello')");
    output = ran.output;
}

// Opens what can be had, and tells what it is and whether it works.
std::string take_what_there_is() {
    Launcher launcher(Isolation::automatic);
    const auto& report = launcher.isolation();
    std::string output;
    play(greet(launcher, output));
    return output + (report.tier == Isolation::none ? "none\n" : "cage\n") + report.why + "\n" + report.help;
}

std::string insist() {
    Launcher launcher(Isolation::cage);
    return "a cage";
}

} // namespace

TEST_CASE("namespaces that are switched off lead to the fallback", "[refusal]") {
    if (best_launcher().isolation().tier != Isolation::cage) return; // this place is one already
    auto text = in_child([] {
        forbid_networks();
        return take_what_there_is();
    });
    CHECK(text == "hello\nnone\nno cage can be had: making a network namespace: No space left on device\n"
                  "Namespaces are switched off here: as root, sysctl user.max_net_namespaces=10000.");
}

TEST_CASE("a container's filter leads to the fallback", "[refusal]") {
    auto text = in_child([] {
        imitate_docker();
        return take_what_there_is();
    });
    CHECK(text.starts_with("hello\nnone\nno cage can be had: making a user namespace: Operation not permitted\n"));
    CHECK(text.find("seccomp=unconfined") != std::string::npos);
}

// Filters of containers that let namespaces through, but cannot look into clone3's flags; systems that execute nothing
// from memory.
TEST_CASE("a cage can be had without clone3, memfd_create, execveat", "[refusal]") {
    if (best_launcher().isolation().tier != Isolation::cage) return;
    const auto call = GENERATE(SYS_clone3, SYS_memfd_create, SYS_execveat);
    auto text = in_child([call] {
        make_absent(call);
        return take_what_there_is();
    });
    CHECK(text == "hello\ncage\n\n");
}

TEST_CASE("the launcher is a small program of its own", "[refusal]") {
    auto text = in_child([] {
        Launcher launcher(Isolation::automatic);
        std::ifstream children("/proc/thread-self/children");
        std::string pid;
        children >> pid;
        return std::filesystem::read_symlink("/proc/" + pid + "/exe").string();
    });
    CHECK(text == "/memfd:cage-launcher (deleted)");
}

TEST_CASE("who insists on a cage is told what would help", "[refusal]") {
    auto text = in_child([] {
        imitate_docker();
        return insist();
    });
    CHECK(text.starts_with("thrown: no cage can be had: making a user namespace: Operation not permitted. "));
}
