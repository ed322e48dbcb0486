// A cage and its processes, as the harness holds them.
#include "harness/candidate/cage.hpp"
#include "harness/candidate/control.hpp"
#include "harness/candidate/launcher_state.hpp"
#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <stdexcept>
#include <system_error>

namespace counterpart::candidate {

namespace asio = boost::asio;

namespace {

constexpr auto opening_limit = std::chrono::seconds(30); // a machine under heavy load takes 0.1 s

class CagedProcess : public Process {
public:
    CagedProcess(std::shared_ptr<Control> control, std::uint64_t id, std::shared_ptr<ProcessRecord> record)
        : control_(std::move(control)), id_(id), record_(std::move(record)) {}

    asio::awaitable<Ended> wait() override {
        auto record = record_;
        auto has_ended = [&record] { return record->ended.has_value(); };
        co_await control_->until(has_ended);
        co_return *record->ended;
    }

    const std::optional<Ended>& ended() const override { return record_->ended; }

    void signal(int number) override {
        if (record_->ended) return;
        Packer body;
        body.number(id_).number(static_cast<std::uint64_t>(number));
        control_->try_send(Kind::signal, body);
    }

    int host_pid() const override { return record_->host_pid; }

private:
    std::shared_ptr<Control> control_;
    std::uint64_t id_;
    std::shared_ptr<ProcessRecord> record_;
};

class OpenCage : public Cage {
public:
    OpenCage(std::shared_ptr<Control> control, std::vector<Mount> read_only, bool namespaces)
        : control_(std::move(control)), read_only_(std::move(read_only)), namespaces_(namespaces) {}

    ~OpenCage() override { control_->finish(); }

    asio::awaitable<std::unique_ptr<Process>> start(Command command) override {
        check(command);
        auto control = control_;
        auto id = ++last_id_;
        auto record = control->processes[id] = std::make_shared<ProcessRecord>();
        StartRequest request{id, command.words, command.environment, 0};
        std::vector<int> descriptors;
        unsigned bit = 1;
        for (int stream : {command.standard_input, command.standard_output, command.standard_error}) {
            if (stream >= 0) descriptors.push_back(stream), request.streams |= bit;
            bit <<= 1;
        }
        descriptors.insert(descriptors.end(), command.further.begin(), command.further.end());
        co_await control->send(Kind::start, request.pack(), std::move(descriptors));
        auto is_known = [&record] { return record->started || record->failure || record->ended; };
        co_await control->until(is_known);
        if (!record->started) throw_failure(command.words[0], *record);
        co_return std::make_unique<CagedProcess>(control, id, record);
    }

    int working_directory() const override { return control_->cage.directory.get(); }
    std::filesystem::path working_path() const override { return control_->cage.working_path; }
    int network() const override { return control_->cage.network.get(); }
    int root_pid() const override { return control_->cage.root_pid; }
    unsigned owner() const override { return control_->cage.owner; }
    bool alive() const override { return !control_->cage.dead && !control_->cage.hung_up; }

    std::filesystem::path inside(const std::filesystem::path& host_path) const override {
        if (!namespaces_) return host_path;
        for (auto mount = read_only_.rbegin(); mount != read_only_.rend(); ++mount) {
            auto relative = host_path.lexically_relative(mount->from);
            if (relative.empty() || *relative.begin() == "..") continue;
            return relative == "." ? mount->to : mount->to / relative;
        }
        return host_path;
    }

    asio::awaitable<void> end() override {
        auto control = control_;
        control->kill();
        auto is_dead = [&control] { return control->cage.dead; };
        co_await control->until(is_dead);
        control->finish();
    }

private:
    static void check(const Command& command) {
        if (command.words.empty() || !command.words[0].starts_with('/'))
            throw std::system_error(EINVAL, std::system_category(), "cannot start a program without an absolute path");
        if (command.further.size() + 3 > message_descriptors)
            throw std::system_error(E2BIG, std::system_category(), "cannot hand over so many descriptors");
    }

    [[noreturn]] static void throw_failure(const std::string& program, const ProcessRecord& record) {
        if (!record.failure)
            throw std::system_error(ESRCH, std::system_category(),
                                    fmt::format("cannot start {}: its cage has ended", program));
        throw std::system_error(record.failure->error, std::system_category(),
                                fmt::format("cannot start {}: {}", program, record.failure->step));
    }

    std::shared_ptr<Control> control_;
    std::vector<Mount> read_only_;
    bool namespaces_;
    std::uint64_t last_id_ = 0;
};

std::vector<Mount> canonical(const std::vector<Mount>& mounts) {
    std::vector<Mount> result;
    for (const auto& mount : mounts) {
        if (!mount.to.is_absolute())
            throw std::system_error(EINVAL, std::system_category(), "cannot mount at " + mount.to.string());
        result.push_back({std::filesystem::canonical(mount.from), mount.to.lexically_normal()});
    }
    // Outer mounts first, so that none hides another.
    auto outer_first = [](const Mount& left, const Mount& right) { return left.to < right.to; };
    std::stable_sort(result.begin(), result.end(), outer_first);
    return result;
}

// Where this program is installed below /usr, the reference programs and the scenarios are too; a candidate that could
// run the one that answers for its role would be right without being written.
std::vector<std::string> find_answers() {
    std::error_code ignored; // without a path to itself it is not installed below /usr
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    const auto prefix = program.parent_path().parent_path();
    std::vector<std::string> found;
    for (const char* folder : {"libexec/counterpart", "share/counterpart"}) {
        const auto path = (prefix / folder).string();
        if (path.starts_with("/usr/") && std::filesystem::is_directory(path, ignored)) found.push_back(path);
    }
    return found;
}

// Every cage hides the same.
const std::vector<std::string>& answers() {
    static const auto found = find_answers();
    return found;
}

} // namespace

asio::awaitable<std::unique_ptr<Cage>> open_cage(int launcher, bool namespaces, asio::any_io_executor executor,
                                                 CageOptions options, bool* proc) {
    auto read_only = canonical(options.read_only);
    OpenRequest request{filled_in(options.limits), read_only, answers()};
    auto pair = make_socket_pair();
    auto control = std::make_shared<Control>(executor, std::move(pair.ours), namespaces);
    int theirs[] = {pair.theirs.get()};
    send_message(launcher, Kind::open, request.pack(), theirs);
    pair.theirs.reset();
    auto cage = std::make_unique<OpenCage>(control, std::move(read_only), namespaces);
    control->listen();

    asio::steady_timer deadline(executor, opening_limit);
    auto give_up = [control](boost::system::error_code error) {
        if (error) return;
        control->give_up(Failure{0, ETIMEDOUT, "waiting for it"});
    };
    deadline.async_wait(give_up);
    auto is_known = [&control] {
        return control->cage.failure || control->cage.hung_up || (control->cage.cloned && control->cage.ready);
    };
    co_await control->until(is_known);
    if (control->cage.failure)
        throw std::system_error(control->cage.failure->error, std::system_category(),
                                "cannot open a cage: " + control->cage.failure->step);
    if (control->cage.hung_up && !control->cage.ready)
        throw std::system_error(ESRCH, std::system_category(), "cannot open a cage: its first process has died");
    if (proc) *proc = control->cage.proc;
    co_return cage;
}

} // namespace counterpart::candidate
