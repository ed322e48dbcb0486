// Starting the launcher: its program is written to memory and executed from there.
#include "harness/candidate/launcher.hpp"
#include "harness/candidate/cage/launcher.hpp"
#include "harness/candidate/cage/request.hpp"
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <string>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

extern "C" const char counterpart_launcher_begin[], counterpart_launcher_end[];

namespace counterpart::candidate {

namespace {

// Empty where the system executes nothing from memory: vm.memfd_noexec, or a container's filter.
Descriptor program_in_memory() {
    constexpr unsigned executable = 0x10; // MFD_EXEC, which kernels before 6.3 do not know
    constexpr unsigned usual = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    Descriptor file(::memfd_create("cage-launcher", usual | executable));
    if (!file) file = Descriptor(::memfd_create("cage-launcher", usual));
    if (!file) return {};
    // Once: behind a limit on the size of files, the next would be answered by a signal.
    const auto size = counterpart_launcher_end - counterpart_launcher_begin;
    if (::write(file.get(), counterpart_launcher_begin, static_cast<std::size_t>(size)) != size) return {};
    // Who runs it must not be able to change it for all.
    ::fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
    return file;
}

// Keeps nothing of the harness's but the control socket, and the program behind it.
void keep_only(int control, int program) {
    constexpr int next = launcher_control + 1;
    control = checked(::fcntl(control, F_DUPFD, next + 1), "keeping the control socket"); // above what is overwritten
    if (program >= 0) program = checked(::fcntl(program, F_DUPFD, next + 1), "keeping the launcher's program");
    const auto null = checked(::open("/dev/null", O_RDWR), "opening /dev/null");
    for (int number : {0, 1, 2}) ::dup2(null, number);
    checked(::dup2(control, launcher_control), "keeping the control socket");
    if (program >= 0) checked(::dup3(program, next, O_CLOEXEC), "keeping the launcher's program");
    const int first = program >= 0 ? next + 1 : next;
    if (::syscall(SYS_close_range, first, ~0u, 0) == 0) return;
    for (int number = first; number < 1024; ++number) ::close(number);
}

[[noreturn]] void become_launcher(Tier tier, bool leave_host, int control, int program) noexcept {
    auto name = std::string("cage-launcher"), kind = std::to_string(static_cast<int>(tier));
    auto leave = std::to_string(leave_host);
    char* words[] = {name.data(), kind.data(), leave.data(), nullptr};
    keep_only(control, program);
    if (program >= 0) {
        ::syscall(SYS_execveat, launcher_control + 1, "", words, ::environ, AT_EMPTY_PATH);
        ::close(launcher_control + 1);
    }
    run_launcher(tier, leave_host); // the same, only larger
}

// Nothing when it died without a word.
std::optional<LauncherProcess> start(Tier tier, bool leave_host, const Descriptor& program) {
    auto pair = make_socket_pair();
    LauncherProcess launcher;
    launcher.pid = checked(::fork(), "forking the launcher");
    if (launcher.pid == 0) become_launcher(tier, leave_host, pair.theirs.get(), program.get());
    pair.theirs.reset();
    launcher.control = std::move(pair.ours);
    auto answer = receive_message(launcher.control.get());
    if (answer && answer->kind == Kind::prepared) {
        if (answer->descriptors.size() == 2) {
            launcher.user_namespace = std::move(answer->descriptors[0]);
            launcher.network_namespace = std::move(answer->descriptors[1]);
        }
        return launcher;
    }
    launcher.control.reset();
    ::waitpid(launcher.pid, nullptr, 0);
    if (!answer) return std::nullopt;
    auto failure = Failure::unpack(answer->body);
    throw std::system_error(failure.error, std::system_category(), failure.step);
}

} // namespace

LauncherProcess start_launcher(Tier tier, bool leave_host) {
    auto launcher = start(tier, leave_host, program_in_memory());
    if (!launcher) launcher = start(tier, leave_host, {}); // some who guard a system kill what runs from memory
    if (!launcher) throw std::system_error(ECHILD, std::system_category(), "preparing the launcher");
    return std::move(*launcher);
}

} // namespace counterpart::candidate
