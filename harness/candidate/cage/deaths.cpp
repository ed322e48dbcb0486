#include "harness/candidate/cage/deaths.hpp"
#include "harness/candidate/cage/message.hpp"
#include <csignal>
#include <sys/signalfd.h>

namespace counterpart::candidate {

Descriptor watch_for_deaths() {
    sigset_t all, child;
    ::sigfillset(&all);
    ::sigemptyset(&child);
    ::sigaddset(&child, SIGCHLD);
    checked(::sigprocmask(SIG_SETMASK, &all, nullptr), "blocking signals");
    return Descriptor(checked(::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK), "watching for deaths"));
}

void take_note_of_deaths(const Descriptor& deaths) {
    signalfd_siginfo ignored;
    while (::read(deaths.get(), &ignored, sizeof ignored) > 0) {}
}

} // namespace counterpart::candidate
