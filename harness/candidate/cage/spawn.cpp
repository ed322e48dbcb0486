// Starting a candidate's program: fork, the child's own preparations, exec; a pipe tells how far it came.
#include "harness/candidate/cage/supervisor.hpp"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace counterpart::candidate {

namespace {

// What a child that cannot become the program writes before it exits.
struct Report {
    int error = 0;
    char step[124] = {};
};

void reset_signals() {
    struct sigaction usual {};
    usual.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number) ::sigaction(number, &usual, nullptr); // fails for two; they have it
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void close_from(int first) {
    if (::syscall(SYS_close_range, first, ~0u, 0) == 0) return;
    for (int number = first; number < 1024; ++number) ::close(number); // before Linux 5.9; we have but a few
}

// The child's descriptors become 0, 1, 2, … without a gap, and behind them stays the report pipe alone. Returns it.
int arrange_descriptors(const StartRequest& request, const std::vector<Descriptor>& given, int report) {
    std::vector<int> sources;
    std::size_t next = 0;
    for (unsigned stream = 0; stream < 3; ++stream) {
        bool has = (request.streams & (1u << stream)) != 0 && next < given.size();
        sources.push_back(has ? given[next++].get() : checked(::open("/dev/null", O_RDWR), "opening /dev/null"));
    }
    for (; next < given.size(); ++next) sources.push_back(given[next].get());
    // First above every number that will be written to, so that no source is overwritten.
    auto count = static_cast<int>(sources.size());
    for (auto& source : sources) source = checked(::fcntl(source, F_DUPFD, count + 1), "keeping descriptors");
    report = checked(::fcntl(report, F_DUPFD_CLOEXEC, count + 1), "keeping descriptors");
    for (int target = 0; target < count; ++target)
        checked(::dup2(sources[static_cast<std::size_t>(target)], target), "arranging descriptors");
    checked(::dup3(report, count, O_CLOEXEC), "arranging descriptors");
    close_from(count + 1);
    return count;
}

std::vector<std::string> environment(const StartRequest& request, const Confinement& how) {
    std::vector<std::string> lines{"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + how.directory,
                                   "TMPDIR=" + how.temporary, "LANG=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1"};
    for (const auto& added : request.environment) {
        auto name = added.substr(0, added.find('=') + 1);
        std::erase_if(lines, [&name](const std::string& line) { return !name.empty() && line.starts_with(name); });
        lines.push_back(added);
    }
    return lines;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (const auto& text : texts) list.push_back(const_cast<char*>(text.c_str()));
    list.push_back(nullptr);
    return list;
}

[[noreturn]] void give_up(int report, int error, const char* step) {
    Report text{error, {}};
    std::strncpy(text.step, step, sizeof text.step - 1);
    [[maybe_unused]] auto written = ::write(report, &text, sizeof text);
    ::_exit(127);
}

/// When memory is short, the kernel is to choose the candidate, not whoever watches over it.
void be_the_first_to_go() {
    Descriptor score(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
    if (score) static_cast<void>(!::write(score.get(), "1000", 4));
}

[[noreturn]] void become(const StartRequest& request, const std::vector<Descriptor>& given, const Confinement& how,
                         int report) noexcept {
    try {
        reset_signals();
        ::setsid();
        ::umask(022);
        be_the_first_to_go();
        report = arrange_descriptors(request, given, report);
        auto lines = environment(request, how);
        auto words = pointers(request.words), variables = pointers(lines);
        confine(how);
        // From here on memory may be short, so nothing is thrown.
        if (::chdir(how.directory.c_str()) != 0) give_up(report, errno, "entering the working directory");
        ::execve(words[0], words.data(), variables.data());
        give_up(report, errno, "executing it");
    } catch (const std::system_error& error) { give_up(report, error.code().value(), step_of(error).c_str()); }
}

} // namespace

int spawn(const StartRequest& request, const std::vector<Descriptor>& descriptors, const Confinement& how) {
    if (request.words.empty()) throw std::system_error(EINVAL, std::system_category(), "looking for the program");
    int ends[2];
    checked(::pipe2(ends, O_CLOEXEC), "making a pipe");
    Descriptor reading(ends[0]), writing(ends[1]);
    auto pid = checked(::fork(), "forking");
    if (pid == 0) become(request, descriptors, how, writing.get());
    writing.reset();
    Report report;
    long size = 0;
    do size = ::read(reading.get(), &report, sizeof report);
    while (size < 0 && errno == EINTR);
    if (size == 0) return pid; // closed by exec (or by an early death, which will be reported as the end)
    ::waitpid(pid, nullptr, 0);
    throw std::system_error(report.error, std::system_category(), report.step);
}

} // namespace counterpart::candidate
