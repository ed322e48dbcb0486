// Finds out what isolation can be had here, by trying a whole cage, and says in words what is missing.
#include "harness/candidate/isolation.hpp"
#include "harness/candidate/cage/confine.hpp"
#include "harness/candidate/cage/message.hpp"
#include "harness/candidate/cage/namespaces.hpp"
#include "harness/candidate/launcher_state.hpp"
#include "harness/candidate/network.hpp"
#include <arpa/inet.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <sched.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>

namespace counterpart::candidate {

namespace asio = boost::asio;

namespace {

constexpr auto probe_limit = std::chrono::seconds(60);

// The harness follows its launcher into the namespaces in which it may step into those of cages and back.
void join(const LauncherProcess& launcher) {
    if (!launcher.user_namespace) return;
    checked(::setns(launcher.user_namespace.get(), CLONE_NEWUSER),
            "joining a user namespace (the process must not have threads yet)");
    checked(::setns(launcher.network_namespace.get(), CLONE_NEWNET), "joining a network namespace");
}

void try_connection(int network) {
    Descriptor listener(open_tcp_socket(network)), client(open_tcp_socket(network));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    checked(::bind(listener.get(), plain, size), "binding a port on the cage's loopback");
    checked(::listen(listener.get(), 1), "listening on the cage's loopback");
    checked(::getsockname(listener.get(), plain, &size), "listening on the cage's loopback");
    // Over the loopback a connection is complete when connect returns, even for a non-blocking socket's second look.
    if (::connect(client.get(), plain, size) < 0 && errno != EINPROGRESS)
        checked(-1, "connecting over the cage's loopback");
}

asio::awaitable<void> try_out(const LauncherProcess& launcher, bool namespaces, bool& proc) {
    auto executor = co_await asio::this_coro::executor;
    CageOptions options;
    auto cage = co_await open_cage(launcher.control.get(), namespaces, executor, std::move(options), &proc);
    Command command;
    command.words.push_back("/bin/true");
    auto process = co_await cage->start(std::move(command));
    auto ended = co_await process->wait();
    if (ended.status != 0)
        throw std::system_error(ECHILD, std::system_category(),
                                fmt::format("running /bin/true in a cage (wait status {})", ended.status));
    join(launcher);
    if (namespaces) try_connection(cage->network());
    co_await cage->end();
}

// Starts a launcher and proves it; returns it with whether there is a /proc.
std::pair<LauncherProcess, bool> proven_launcher(Tier tier, bool leave_host) {
    auto launcher = start_launcher(tier, leave_host);
    bool proc = false;
    std::exception_ptr fault;
    asio::io_context io;
    auto done = [&fault](std::exception_ptr error) { fault = error; };
    try {
        asio::co_spawn(io, try_out(launcher, tier != Tier::fallback, proc), done);
        io.run_for(probe_limit);
        if (!io.stopped()) throw std::system_error(ETIMEDOUT, std::system_category(), "trying a cage out");
        if (fault) std::rethrow_exception(fault);
    } catch (const std::system_error&) {
        launcher.control.reset();
        ::waitpid(launcher.pid, nullptr, 0);
        throw;
    }
    launcher.user_namespace.reset();
    launcher.network_namespace.reset();
    return {std::move(launcher), proc};
}

long setting(const std::string& path, long otherwise) {
    std::ifstream file("/proc/sys/" + path);
    long value = 0;
    return file >> value ? value : otherwise;
}

bool in_container() { return ::access("/.dockerenv", F_OK) == 0 || ::access("/run/.containerenv", F_OK) == 0; }

std::string what_would_help() {
    for (const char* kind : {"user", "net", "pid", "mnt", "ipc", "uts"}) {
        auto name = fmt::format("max_{}_namespaces", kind);
        if (setting("user/" + name, 1) == 0)
            return fmt::format("Namespaces are switched off here: as root, sysctl user.{}=10000.", name);
    }
    if (in_container())
        return "Start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
               "--security-opt systempaths=unconfined, or with --privileged.";
    if (setting("kernel/apparmor_restrict_unprivileged_userns", 0) == 1)
        return "AppArmor restricts user namespaces here: as root, sysctl "
               "kernel.apparmor_restrict_unprivileged_userns=0, or run the harness as root.";
    if (setting("kernel/unprivileged_userns_clone", 1) == 0)
        return "User namespaces are for root only here: as root, sysctl kernel.unprivileged_userns_clone=1, or run the "
               "harness as root.";
    return "Run the harness as root, or where user namespaces are allowed (for a container: --privileged, or "
           "--security-opt seccomp=unconfined).";
}

std::string fallback_name() {
    std::string parts;
    if (landlock_version() > 0) parts = "Landlock";
    if (has_system_call_filter()) parts += parts.empty() ? "seccomp" : ", seccomp";
    return parts.empty() ? "none" : "none (" + parts + ")";
}

} // namespace

Launcher::Launcher(Isolation wanted) : state_(std::make_unique<State>()) {
    auto& report = state_->report;
    if (wanted != Isolation::none) {
        try {
            bool steps_out = may_change_network();
            auto tier = steps_out && first_slot_user() != 0 ? Tier::root_cage : Tier::user_cage;
            auto [launcher, proc] = proven_launcher(tier, !steps_out);
            state_->process = std::move(launcher);
            report = {Isolation::cage, proc ? "cage" : "cage without /proc", "", ""};
            return;
        } catch (const std::system_error& error) {
            report.why = fmt::format("no cage can be had: {}", error.what());
            report.help = what_would_help();
        }
        if (wanted == Isolation::cage) throw std::runtime_error(report.why + ". " + report.help);
    } else {
        report.why = "no cage was asked for";
        report.help = "Leave isolation to be chosen automatically.";
    }
    report.name = fallback_name();
    state_->process = proven_launcher(Tier::fallback, false).first;
}

Launcher::~Launcher() {
    state_->process.control.reset();
    ::waitpid(state_->process.pid, nullptr, 0);
}

const IsolationReport& Launcher::isolation() const { return state_->report; }

asio::awaitable<std::unique_ptr<Cage>> Launcher::open(asio::any_io_executor executor, CageOptions options) {
    bool namespaces = state_->report.tier == Isolation::cage;
    return open_cage(state_->process.control.get(), namespaces, std::move(executor), std::move(options));
}

} // namespace counterpart::candidate
