// The launcher's process: clones a first process for each request, and buries the dead.
#include "harness/candidate/cage/launcher.hpp"
#include "harness/candidate/cage/cage_init.hpp"
#include "harness/candidate/cage/cgroup.hpp"
#include "harness/candidate/cage/deaths.hpp"
#include "harness/candidate/cage/fallback.hpp"
#include "harness/candidate/cage/namespaces.hpp"
#include "harness/candidate/cage/process_tree.hpp"
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <poll.h>
#include <random>
#include <sched.h>
#include <set>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>

namespace counterpart::candidate {

namespace {

// What has to be tidied up when the first process of a cage has died.
struct Living {
    unsigned slot = user_slots; ///< none yet
    std::string memory_group;
    std::string base; ///< directory of a keeper
};

class LauncherServer {
public:
    explicit LauncherServer(Tier tier) : tier_(tier) {
        int ends[2];
        checked(::pipe2(ends, O_CLOEXEC), "making a pipe");
        lifeline_reading_ = Descriptor(ends[0]);
        lifeline_writing_ = Descriptor(ends[1]);
        first_user_ = first_slot_user();
        // Orphans of a keeper that the candidate has managed to kill come to us.
        if (tier_ == Tier::fallback) checked(::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "becoming a subreaper");
    }

    void run() {
        for (;;) {
            std::array<pollfd, 2> sources{{{launcher_control, POLLIN, 0}, {deaths_.get(), POLLIN, 0}}};
            if (::poll(sources.data(), sources.size(), -1) < 0 && errno != EINTR) break;
            if (sources[1].revents != 0) bury(WNOHANG);
            if (sources[0].revents == 0) continue;
            auto message = receive_message(launcher_control);
            if (!message) break;
            if (message->kind == Kind::open && message->descriptors.size() == 1) open(*message);
        }
        // The harness is gone. First processes see that too, but those that are still being furnished do not look.
        lifeline_writing_.reset();
        if (tier_ != Tier::fallback)
            for (const auto& [pid, living] : living_) ::kill(pid, SIGKILL);
        while (!living_.empty()) bury(0);
    }

private:
    void open(Message& message) {
        auto cage_control = std::move(message.descriptors[0]);
        Living living;
        try {
            living.slot = free_slot();
            Birth birth;
            birth.request = OpenRequest::unpack(message.body);
            birth.owner = first_user_ != 0 ? first_user_ + living.slot : ::getuid();
            birth.group = first_user_ != 0 ? birth.owner : ::getgid();
            birth.change_user = first_user_ != 0;
            birth.others = processes_beside();
            birth.control = cage_control.get();
            birth.lifeline = lifeline_reading_.get();
            birth.memory_group = living.memory_group = make_memory_group(birth.request.limits.memory_bytes);
            if (tier_ == Tier::fallback)
                make_keeper(birth, living);
            else
                make_cage(birth, living);
        } catch (const std::system_error& error) {
            slots_.erase(living.slot);
            remove_memory_group(living.memory_group);
            report_failure(cage_control.get(), Kind::refused, 0, error);
        }
    }

    void make_cage(const Birth& birth, const Living& living) {
        auto clone = clone_cage(tier_ == Tier::user_cage);
        if (clone.pid == 0) {
            forget_what_is_not_ours();
            run_init(birth);
        }
        living_[clone.pid] = living;
        int shown[] = {clone.process.get()};
        announce(birth, clone.pid, shown);
    }

    void make_keeper(const Birth& birth, Living living) {
        std::random_device random; // so that nobody can make the directory before us
        auto name = fmt::format("counterpart-{:08x}{:08x}", random(), random());
        living.base = (std::filesystem::temp_directory_path() / name).string();
        auto pid = checked(::fork(), "forking");
        if (pid == 0) {
            forget_what_is_not_ours();
            run_keeper(birth, living.base);
        }
        living_[pid] = living;
        announce(birth, pid, {});
    }

    static void announce(const Birth& birth, pid_t pid, std::span<const int> descriptors) {
        Packer body;
        body.number(static_cast<std::uint64_t>(pid)).number(birth.owner);
        try {
            send_message(birth.control, Kind::cloned, body, descriptors);
        } catch (const std::system_error&) {
            // The harness has thought better of it, and the first process will see that too.
        }
    }

    void forget_what_is_not_ours() {
        ::close(launcher_control);
        lifeline_writing_.reset();
        deaths_.reset();
    }

    void bury(int options) {
        take_note_of_deaths(deaths_);
        int status = 0;
        for (pid_t pid = 0; (pid = ::waitpid(-1, &status, options)) > 0;) {
            auto known = living_.find(pid);
            if (known == living_.end()) continue;
            auto gone = std::move(known->second);
            living_.erase(known);
            slots_.erase(gone.slot);
            if (tier_ == Tier::fallback && status != 0) tidy_after_keeper(gone);
            remove_memory_group(gone.memory_group);
            if (options == 0 && living_.empty()) return;
        }
        if (options == 0) living_.clear(); // no child is left
    }

    // A keeper ends with 0 when it has done its work. Killed before, it leaves its work to us.
    void tidy_after_keeper(const Living& gone) {
        std::vector<int> keepers;
        for (const auto& [pid, living] : living_) keepers.push_back(pid);
        kill_descendants(keepers);
        remove_tree(gone.base);
    }

    // The limit on processes is the kernel's, and counts by user. Where the candidate's user is ours, so do we.
    unsigned processes_beside() const {
        if (first_user_ != 0) return 0;
        if (tier_ == Tier::user_cage && counts_processes_per_namespace()) return 1; // the cage's first process
        constexpr unsigned room_to_grow = 64;
        return tasks_of(::getuid()) + room_to_grow;
    }

    unsigned free_slot() {
        unsigned slot = 0;
        while (slots_.contains(slot)) ++slot;
        if (slot >= user_slots) throw std::system_error(EAGAIN, std::system_category(), "finding a free user");
        slots_.insert(slot);
        return slot;
    }

    Tier tier_;
    unsigned first_user_ = 0;
    Descriptor deaths_ = watch_for_deaths(), lifeline_reading_, lifeline_writing_;
    std::map<pid_t, Living> living_;
    std::set<unsigned> slots_;
};

} // namespace

void run_launcher(Tier tier, bool leave_host) noexcept {
    ::prctl(PR_SET_NAME, "cage-launcher");
    ::setsid(); // what a person types in the terminal is for the harness
    try {
        checked(::fcntl(launcher_control, F_SETFD, FD_CLOEXEC), "keeping the control socket");
        Descriptor user, network;
        std::vector<int> shown;
        if (leave_host) {
            auto [uid, gid] = std::pair(::geteuid(), ::getegid());
            checked(::unshare(CLONE_NEWUSER), "making a user namespace");
            map_own_user(uid, gid);
            checked(::unshare(CLONE_NEWNET), "making a network namespace");
            bring_loopback_up();
            user = Descriptor(checked(::open("/proc/self/ns/user", O_RDONLY | O_CLOEXEC), "opening the namespace"));
            network = Descriptor(checked(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), "opening the namespace"));
            shown = {user.get(), network.get()};
        }
        remove_stale_memory_groups();
        LauncherServer server(tier);
        send_message(launcher_control, Kind::prepared, {}, shown);
        shown.clear();
        user.reset();
        network.reset();
        server.run();
    } catch (const std::system_error& error) { report_failure(launcher_control, Kind::refused, 0, error); }
    ::_exit(0);
}

} // namespace counterpart::candidate
