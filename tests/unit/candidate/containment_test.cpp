// What hostile and broken programs try, and what is left of them afterwards: nothing.
#include "harness/candidate/cage/cgroup.hpp"
#include "support.hpp"
#include <catch2/catch.hpp>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace counterpart::candidate;
using namespace counterpart::candidate::test;

namespace {

template <class Body>
void on_both_tiers(Body body) {
    SECTION("automatic: " + best_launcher().isolation().name) { play(body(best_launcher())); }
    SECTION("none") { play(body(fallback_launcher())); }
}

bool has_cage() { return best_launcher().isolation().tier == Isolation::cage; }

// Whoever lives holds descriptor 3, so its end is closed when all are dead.
constexpr const char* daemon_text = R"(
import os, signal, time
if os.fork(): time.sleep(1000)
os.setsid()
if os.fork(): os._exit(0)
for n in range(1, 65):
    try: signal.signal(n, signal.SIG_IGN)
    except (OSError, ValueError): pass
os.chdir('/')
print('up')
while True: time.sleep(1000)
)";

// Prints when no further process can be made, and goes on trying.
constexpr const char* fork_bomb_text = R"(
import os, signal
told = False
while True:
    try: os.fork()
    except OSError:
        if not told: os.write(1, b'full\n')
        told = True
)";

asio::awaitable<void> a_daemon_dies(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto pipe = make_pipe();
    auto process = co_await start_python(*cage, daemon_text, pipe.writing.get());
    pipe.writing.reset();
    CHECK(read_line(pipe.reading.get()) == "up");
    co_await cage->end();
    CHECK(read_all(pipe.reading.get()) == "");
}

asio::awaitable<void> a_daemon_dies_with_the_object(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto pipe = make_pipe();
    auto process = co_await start_python(*cage, daemon_text, pipe.writing.get());
    pipe.writing.reset();
    CHECK(read_line(pipe.reading.get()) == "up");
    cage.reset();
    CHECK(process->ended());
    CHECK(read_all(pipe.reading.get()) == "");
}

asio::awaitable<void> a_fork_bomb_ends(Launcher& launcher) {
    CageOptions options;
    options.limits.processes = 40;
    auto cage = co_await open(launcher, std::move(options));
    auto pipe = make_pipe();
    auto process = co_await start_python(*cage, fork_bomb_text, pipe.writing.get());
    pipe.writing.reset();
    CHECK(read_line(pipe.reading.get()) == "full");
    auto begin = std::chrono::steady_clock::now();
    co_await cage->end();
    CHECK(std::chrono::steady_clock::now() - begin < 5s);
    read_all(pipe.reading.get());
}

int parent_of(int pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("PPid:")) return std::stoi(line.substr(5));
    return 0;
}

asio::awaitable<void> the_launcher_dies(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto pipe = make_pipe();
    auto process = co_await start_python(*cage, daemon_text, pipe.writing.get());
    pipe.writing.reset();
    CHECK(read_line(pipe.reading.get()) == "up");
    ::kill(parent_of(cage->root_pid()), SIGKILL);
    CHECK(read_all(pipe.reading.get()) == "");
    auto ended = co_await process->wait();
    CHECK(WTERMSIG(ended.status) == SIGKILL);
    bool thrown = false;
    try {
        co_await open(launcher);
    } catch (const std::system_error&) { thrown = true; }
    CHECK(thrown);
}

std::string be_a_harness(Isolation wanted, int output) {
    Launcher launcher(wanted);
    asio::io_context io;
    auto body = [](Launcher& with, int to) -> asio::awaitable<void> {
        auto cage = co_await open(with);
        auto process = co_await start_python(*cage, daemon_text, to);
        co_await process->wait();
    };
    std::exception_ptr fault;
    auto done = [&fault](std::exception_ptr error) { fault = error; };
    asio::co_spawn(io, body(launcher, output), done);
    io.run();
    return "not reached";
}

void kill_a_harness(Isolation wanted) {
    auto pipe = make_pipe();
    auto pid = ::fork();
    if (pid == 0) {
        be_a_harness(wanted, pipe.writing.get());
        ::_exit(1);
    }
    pipe.writing.reset();
    CHECK(read_line(pipe.reading.get()) == "up");
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    CHECK(read_all(pipe.reading.get()) == "");
}

constexpr const char* look_around = R"(
import os, pwd
print(sorted(os.listdir('/')))
print([p for p in ('/root', '/home', '/srv', '/var', '/sys', '/mnt', '/.host', '/etc/shadow') if os.path.exists(p)])
print(os.listdir('/tmp'), os.listdir('/work'), sorted(os.listdir('/dev')))
print(os.uname().nodename, pwd.getpwuid(os.getuid()).pw_name)
)";

asio::awaitable<void> the_host_is_out_of_sight(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto ran = co_await run_python(*cage, look_around);
    auto root = std::filesystem::exists("/lib32") ? "'lib', 'lib32', " : "'lib', ";
    auto x32 = std::filesystem::exists("/libx32") ? "'libx32', " : "";
    auto lib64 = std::filesystem::exists("/lib64") ? "'lib64', " : "";
    CHECK(ran.output == std::string("['bin', 'dev', 'etc', ") + root + lib64 + x32 +
                            "'proc', 'sbin', 'tmp', 'usr', 'work']\n[]\n[] [] ['fd', 'full', 'null', 'random', 'shm', "
                            "'stderr', 'stdin', 'stdout', 'urandom', 'zero']\ncounterpart candidate\n");
}

constexpr const char* try_to_write = R"(
import os
for path in ('/x', '/usr/x', '/usr/bin/true', '/etc/passwd', '/etc/x', '/dev/x', '/proc/sys/kernel/hostname',
             '/proc/sys/net/ipv4/tcp_rmem', '/home/x'):
    try: open(path, 'w'); print('written', path)
    except OSError: pass
for path in ('/root', '/home', '/etc/shadow', '/var/log', '/sys'):
    try: open(path + '/.' if os.path.isdir(path) else path); os.listdir(path); print('read', path)
    except OSError: pass
print('done')
)";

asio::awaitable<void> nothing_is_writable(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto ran = co_await run_python(*cage, try_to_write);
    CHECK(ran.output == "done\n");
}

asio::awaitable<void> no_privileges(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto ran = co_await run(*cage, words_of("/bin/grep", "-E", "^(Cap|NoNew|Seccomp:)", "/proc/self/status"));
    CHECK(ran.output == "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n"
                        "CapBnd:\t0000000000000000\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n");
}

constexpr const char* refused_calls = R"(
import ctypes, os, socket
def family(n, kind=socket.SOCK_STREAM):
    try: socket.socket(n, kind).close(); return 0
    except OSError as e: return e.errno
libc = ctypes.CDLL(None, use_errno=True)
def call(*arguments):
    ctypes.set_errno(0)
    libc.syscall(*arguments)
    return ctypes.get_errno()
print('vsock', family(40), 'packet', family(17, socket.SOCK_RAW), 'bluetooth', family(31), 'inet', family(2))
print('unshare', call(272, 0x10000000), 'clone', call(56, 0x10000011, 0, 0, 0, 0), 'io_uring', call(425, 1, 0))
print('ptrace', call(101, 0, 0, 0, 0), 'keyctl', call(250, 0, 0))
print('memfd', call(319, b'x', 0), 'bpf', call(321, 0, 0, 0))
)";

asio::awaitable<void> calls_are_refused(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto ran = co_await run_python(*cage, refused_calls);
    CHECK(ran.output == "vsock 97 packet 97 bluetooth 97 inet 0\nunshare 1 clone 1 io_uring 38\n"
                        "ptrace 1 keyctl 1\nmemfd 38 bpf 1\n");
}

asio::awaitable<void> others_cannot_be_killed(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto text = "import os\nfor pid in (1, " + std::to_string(::getpid()) + ", " + std::to_string(cage->root_pid()) +
                "):\n  try: os.kill(pid, 9)\n  except OSError: pass\ntry: os.kill(-1, 9)\nexcept OSError: pass\n"
                "print('done')";
    auto ran = co_await run_python(*cage, text);
    CHECK(ran.output == "done\n");
    auto after = co_await run(*cage, words_of("/bin/true"));
    CHECK(after.ended.status == 0);
}

asio::awaitable<void> the_disk_is_bounded(Launcher& launcher) {
    CageOptions options;
    options.limits.scratch_bytes = 8 << 20;
    auto cage = co_await open(launcher, std::move(options));
    auto ran = co_await run_python(*cage, R"(
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
written = 0
try:
    for n in range(4):
        with open(f'file{n}', 'wb', buffering=0) as f:
            for k in range(4): written += f.write(b'x' * (1 << 20))
except OSError as e: print('refused')
print(written <= 8 << 20)
)");
    CHECK(ran.output == "refused\nTrue\n");
}

// Each process stays far below the limit; together they pass it.
constexpr const char* eat_together = R"(
import os, time
children = []
for n in range(6):
    pid = os.fork()
    if pid == 0:
        block = b'x' * (50 << 20)
        while True: time.sleep(1000)
    children.append(pid)
print(os.wait()[1] == 9)
for pid in children:
    try: os.kill(pid, 9)
    except ProcessLookupError: pass
)";

asio::awaitable<void> memory_is_bounded(Launcher& launcher) {
    CageOptions options;
    options.limits.memory_bytes = 160 << 20;
    auto cage = co_await open(launcher, std::move(options));
    auto ran = co_await run_python(*cage, eat_together);
    CHECK(ran.output == "True\n");
}

asio::awaitable<void> a_killed_keeper_leaves_nothing(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto pipe = make_pipe();
    auto process = co_await start_python(*cage, daemon_text, pipe.writing.get());
    pipe.writing.reset();
    CHECK(read_line(pipe.reading.get()) == "up");
    auto directory = cage->working_path();
    ::kill(cage->root_pid(), SIGKILL);
    CHECK(read_all(pipe.reading.get()) == "");
    auto is_gone = [directory] { return !std::filesystem::exists(directory.parent_path()); };
    bool gone = co_await eventually(is_gone);
    CHECK(gone);
}

asio::awaitable<void> a_deep_tree_is_removed(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto ran = co_await run_python(*cage, R"(
import os
os.symlink('/usr', 'link'); os.symlink('/etc/passwd', 'file-link')
for n in range(1500):
    os.mkdir('d'); open('f', 'w').close(); os.symlink('/usr/bin', 's'); os.chdir('d')
os.mkdir('locked'); open('locked/x', 'w').close(); os.chmod('locked', 0)
print('made')
)");
    CHECK(ran.output == "made\n");
    auto directory = cage->working_path();
    co_await cage->end();
    CHECK_FALSE(std::filesystem::exists(directory.parent_path()));
    CHECK(std::filesystem::exists("/usr/bin/env"));
}

} // namespace

TEST_CASE("a daemon that ignores all signals dies with its cage", "[containment]") { on_both_tiers(a_daemon_dies); }
TEST_CASE("destroying a cage ends it as well", "[containment]") { on_both_tiers(a_daemon_dies_with_the_object); }
TEST_CASE("a fork bomb is held and ended", "[containment]") { on_both_tiers(a_fork_bomb_ends); }
TEST_CASE("a harness that is killed leaves nothing", "[containment]") {
    SECTION("automatic") { kill_a_harness(Isolation::automatic); }
    SECTION("none") { kill_a_harness(Isolation::none); }
}
TEST_CASE("a launcher that is killed leaves nothing", "[containment]") {
    auto wanted = GENERATE(Isolation::automatic, Isolation::none);
    Launcher launcher(wanted);
    play(the_launcher_dies(launcher));
}
TEST_CASE("the host's files are out of sight", "[containment]") {
    if (has_cage()) play(the_host_is_out_of_sight(best_launcher()));
}
TEST_CASE("nothing of the host can be written or read", "[containment]") {
    SECTION("automatic") { play(nothing_is_writable(best_launcher())); }
    SECTION("none") {
        if (fallback_launcher().isolation().name.find("Landlock") != std::string::npos)
            play(nothing_is_writable(fallback_launcher()));
    }
}
TEST_CASE("a candidate has no privileges", "[containment]") {
    if (has_cage()) play(no_privileges(best_launcher()));
}
#if defined(__x86_64__) // the numbers of the calls are its
TEST_CASE("dangerous system calls and socket families are refused", "[containment]") {
    on_both_tiers(calls_are_refused);
}
#endif
TEST_CASE("neither the harness nor a cage's first process can be killed", "[containment]") {
    if (has_cage()) play(others_cannot_be_killed(best_launcher()));
}
TEST_CASE("the working directory is bounded", "[containment]") {
    if (has_cage()) play(the_disk_is_bounded(best_launcher()));
}
TEST_CASE("processes are held to the memory limit together where a cgroup can be had", "[containment]") {
    auto group = make_memory_group(1 << 20);
    if (group.empty()) return;
    remove_memory_group(group);
    on_both_tiers(memory_is_bounded);
}
TEST_CASE("a keeper that was killed leaves nothing either", "[containment]") {
    play(a_killed_keeper_leaves_nothing(fallback_launcher()));
}
TEST_CASE("a deep tree with links is removed, and only that", "[containment]") {
    play(a_deep_tree_is_removed(fallback_launcher()));
}
