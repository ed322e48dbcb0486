// The loop of a cage's first process.
#include "harness/candidate/cage/supervisor.hpp"
#include "harness/candidate/cage/deaths.hpp"
#include "harness/candidate/cage/process_tree.hpp"
#include <array>
#include <cerrno>
#include <csignal>
#include <map>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace counterpart::candidate {

namespace {

class Supervisor {
public:
    Supervisor(const Birth& birth, const Confinement& how) : birth_(birth), how_(how) {}

    void run() {
        for (;;) {
            std::array<pollfd, 3> sources{
                {{birth_.control, POLLIN, 0}, {deaths_.get(), POLLIN, 0}, {birth_.lifeline, 0, 0}}};
            if (::poll(sources.data(), sources.size(), -1) < 0 && errno != EINTR) return;
            if (sources[2].revents != 0) return;
            if (sources[1].revents != 0) reap();
            if (sources[0].revents == 0) continue;
            auto message = receive_message(birth_.control);
            if (!message) return;
            handle(*message);
        }
    }

private:
    void handle(const Message& message) {
        if (message.kind == Kind::start) {
            start(message);
        } else if (message.kind == Kind::signal) {
            Unpacker body(message.body);
            auto id = body.number();
            auto number = static_cast<int>(body.number());
            if (number == SIGKILL) return kill_all();
            for (auto [pid, known] : ids_)
                if (known == id) ::kill(pid, number); // ours to reap, so the number is still its own
        }
    }

    // What would outlive the program holds its ports and answers in its place.
    void kill_all() const {
        if (how_.cage) {
            ::kill(-1, SIGKILL); // all of the namespace but us
            return;
        }
        std::vector<int> before; // the dead are seen until they are reaped, which is to be told of
        for (auto living = descendants(::getpid()); living != before; living = descendants(::getpid())) {
            kill_together(living);
            before = std::move(living);
        }
    }

    void start(const Message& message) {
        auto request = StartRequest::unpack(message.body);
        try {
            auto pid = spawn(request, message.descriptors, how_);
            ids_.emplace(pid, request.id);
            // Out of a PID namespace, the kernel translates the number on the way.
            Packer body;
            body.number(request.id).number(how_.cage ? 0 : static_cast<std::uint64_t>(pid));
            send_message(birth_.control, Kind::started, body, {}, how_.cage ? pid : 0);
        } catch (const std::system_error& error) { report_failure(birth_.control, Kind::failed, request.id, error); }
    }

    void reap() {
        take_note_of_deaths(deaths_);
        rusage usage{};
        int status = 0;
        for (pid_t pid = 0; (pid = ::wait4(-1, &status, WNOHANG, &usage)) > 0;) {
            auto known = ids_.find(pid);
            if (known == ids_.end()) continue; // an orphan that the candidate left to us
            EndReport report{known->second, {status, cpu_time(usage), std::uint64_t(usage.ru_maxrss) << 10}};
            ids_.erase(known);
            send_message(birth_.control, Kind::ended, report.pack());
        }
    }

    static std::chrono::microseconds cpu_time(const rusage& usage) {
        auto of = [](const timeval& time) {
            return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
        };
        return of(usage.ru_utime) + of(usage.ru_stime);
    }

    const Birth& birth_;
    const Confinement& how_;
    Descriptor deaths_ = watch_for_deaths(); // nobody but the kernel ends us
    std::map<pid_t, std::uint64_t> ids_;
};

} // namespace

void supervise(const Birth& birth, const Confinement& how) { Supervisor(birth, how).run(); }

} // namespace counterpart::candidate
