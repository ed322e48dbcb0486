// Starting programs in a cage, and what they find there. All of it holds without namespaces too, unless a test says
// otherwise.
#include "support.hpp"
#include <catch2/catch.hpp>
#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>

using namespace counterpart::candidate;
using namespace counterpart::candidate::test;

namespace {

template <class Body>
void on_both_tiers(Body body) {
    SECTION("automatic: " + best_launcher().isolation().name) { play(body(best_launcher())); }
    SECTION("none") { play(body(fallback_launcher())); }
}

asio::awaitable<void> exit_statuses(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto process = co_await cage->start(command_of("/bin/true"));
    auto ended = co_await process->wait();
    CHECK(ended.status == 0);
    CHECK(process->ended()->status == 0);
    auto again = co_await process->wait();
    CHECK(again.status == 0);

    auto failing = co_await run(*cage, words_of("/bin/sh", "-c", "exit 7"));
    CHECK(WIFEXITED(failing.ended.status));
    CHECK(WEXITSTATUS(failing.ended.status) == 7);

    auto killed = co_await run(*cage, words_of("/bin/sh", "-c", "kill -SEGV $$"));
    CHECK(WIFSIGNALED(killed.ended.status));
    CHECK(WTERMSIG(killed.ended.status) == SIGSEGV);
    co_await cage->end();
}

asio::awaitable<void> usage_is_reported(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto ran = co_await run_python(*cage, "x = bytearray(50 << 20)\nfor i in range(3000000): pass");
    CHECK(ran.output == "");
    CHECK(ran.ended.cpu > 1ms);
    CHECK(ran.ended.peak_memory_bytes > (50u << 20));
}

asio::awaitable<void> what_cannot_run(Launcher& launcher) {
    auto cage = co_await open(launcher);
    std::string text;
    for (const char* program : {"/usr/bin/no-such-program", "/usr", "relative"}) {
        try {
            co_await cage->start(command_of(program));
        } catch (const std::system_error& error) { text += std::string(error.what()) + "\n"; }
    }
    CHECK(text == "cannot start /usr/bin/no-such-program: executing it: No such file or directory\n"
                  "cannot start /usr: executing it: Permission denied\n"
                  "cannot start a program without an absolute path: Invalid argument\n");
    auto ran = co_await run(*cage, words_of("/bin/echo", "still", "works"));
    CHECK(ran.output == "still works\n");
}

constexpr const char* open_descriptors = R"(
import os
def is_open(n):
    try: os.fstat(n)
    except OSError: return False
    return True
print([n for n in range(1024) if is_open(n)])
)";

asio::awaitable<void> descriptors(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto ran = co_await run_python(*cage, open_descriptors);
    CHECK(ran.output == "[0, 1, 2]\n");

    auto pipe = make_pipe();
    auto command = command_of("/bin/sh", "-c", "echo three >&3; echo four >&4");
    command.further.assign(2, pipe.writing.get());
    auto process = co_await cage->start(std::move(command));
    pipe.writing.reset();
    co_await process->wait();
    CHECK(read_all(pipe.reading.get()) == "three\nfour\n");
}

asio::awaitable<void> surroundings(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto pipe = make_pipe();
    auto command = command_of("/bin/sh", "-c", "pwd; echo $HOME; echo $LANG; echo $ADDED; test -d $TMPDIR && echo y");
    command.environment.push_back("ADDED=something");
    command.environment.push_back("LANG=C");
    command.standard_output = pipe.writing.get();
    auto process = co_await cage->start(std::move(command));
    pipe.writing.reset();
    auto path = cage->working_path().string();
    CHECK(read_all(pipe.reading.get()) == path + "\n" + path + "\nC\nsomething\ny\n");
}

asio::awaitable<void> several_at_once(Launcher& launcher) {
    auto cage = co_await open(launcher);
    std::vector<std::unique_ptr<Process>> processes;
    for (int count = 0; count < 5; ++count) {
        auto process = co_await cage->start(command_of("/bin/sleep", "1000"));
        processes.push_back(std::move(process));
    }
    CHECK(!processes[0]->ended());
    auto& stopped = *processes[3];
    stopped.signal(SIGTERM);
    auto ended = co_await stopped.wait();
    CHECK(WTERMSIG(ended.status) == SIGTERM);
    CHECK(!processes[4]->ended());
    CHECK(::access(("/proc/" + std::to_string(processes[4]->host_pid())).c_str(), F_OK) == 0);
    co_await cage->end();
    REQUIRE(processes[4]->ended());
    CHECK(WTERMSIG(processes[4]->ended()->status) == SIGKILL);
    CHECK(::access(("/proc/" + std::to_string(processes[4]->host_pid())).c_str(), F_OK) != 0);
}

asio::awaitable<void> the_right_process(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto pipe = make_pipe();
    auto process = co_await start_python(*cage, "print('up'); import time; time.sleep(1000)", pipe.writing.get());
    CHECK(read_line(pipe.reading.get()) == "up");
    Descriptor file(::open(("/proc/" + std::to_string(process->host_pid()) + "/cmdline").c_str(), O_RDONLY));
    char text[64] = {};
    CHECK(::read(file.get(), text, sizeof text - 1) > 0);
    CHECK(std::string(text) == "/usr/bin/python3");
}

asio::awaitable<void> files(Launcher& launcher) {
    auto cage = co_await open(launcher);
    int directory = cage->working_directory();
    Descriptor placed(::openat(directory, "placed", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    REQUIRE(::write(placed.get(), "from outside", 12) == 12);
    if (::geteuid() == 0) CHECK(::fchown(placed.get(), cage->owner(), cage->owner()) == 0);
    auto ran = co_await run_python(*cage, "print(open('placed').read()); open('made', 'w').write('from inside')\n"
                                          "open('placed', 'a').write('!')");
    CHECK(ran.output == "from outside\n");
    Descriptor made(::openat(directory, "made", O_RDONLY | O_CLOEXEC));
    char text[64] = {};
    CHECK(::read(made.get(), text, sizeof text) == 11);
    CHECK(std::string(text) == "from inside");
    struct stat status {};
    CHECK(::fstat(made.get(), &status) == 0);
    CHECK(status.st_uid == cage->owner());
    CHECK(::unlinkat(directory, "made", 0) == 0);
}

asio::awaitable<void> read_only_places(Launcher& launcher) {
    char folder[] = "/tmp/cage-test-XXXXXX";
    REQUIRE(::mkdtemp(folder));
    ::chmod(folder, 0755);
    auto file = std::string(folder) + "/shown.txt";
    Descriptor made(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    REQUIRE(::write(made.get(), "shown", 5) == 5);
    CageOptions options;
    options.read_only.push_back({folder, "/home/someone/deep/folder"});
    auto cage = co_await open(launcher, std::move(options));
    auto inside = cage->inside(file).string();
    auto ran = co_await run_python(*cage, "print(open('" + inside + "').read())\ntry: open('" + inside +
                                              "', 'w')\nexcept OSError as e: print('refused')");
    CHECK(ran.output == "shown\nrefused\n");
    if (cage->network() >= 0) CHECK(inside == "/home/someone/deep/folder/shown.txt");
    ::unlink(file.c_str());
    ::rmdir(folder);
}

// What course programs use; each has fallen to one sandbox or another.
constexpr const char* everyday_python = R"(
import asyncio, hashlib, http.server, json, os, socket, ssl, subprocess, sys, tempfile, threading, time
results = []
thread = threading.Thread(target=lambda: results.append('thread')); thread.start(); thread.join()
results.append(subprocess.run(['/bin/echo', 'subprocess'], capture_output=True, text=True).stdout.strip())
async def nap(): await asyncio.sleep(0.001); return 'asyncio'
results.append(asyncio.run(nap()))
ssl.create_default_context(); results.append('ssl')
with tempfile.NamedTemporaryFile() as f: f.write(b'x'); results.append('tempfile')
server = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(server.getsockname()); results.append('sockets')
results.append(socket.gethostbyname('localhost'))
time.localtime()
print(' '.join(results))
)";

asio::awaitable<void> python_works(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto ran = co_await run_python(*cage, everyday_python);
    CHECK(ran.output == "thread subprocess asyncio ssl tempfile sockets 127.0.0.1\n");
}

asio::awaitable<void> multiprocessing_works(Launcher& launcher) {
    auto cage = co_await open(launcher);
    auto ran = co_await run_python(*cage, "import multiprocessing as m, os\n"
                                          "with m.Pool(2) as pool: print(pool.map(abs, [-1, -2]))\n"
                                          "q = m.Queue(); p = m.Process(target=q.put, args=(3,)); p.start()\n"
                                          "print(q.get()); p.join(); print(os.listdir('.'))");
    CHECK(ran.output == "[1, 2]\n3\n[]\n");
}

} // namespace

TEST_CASE("an exit status, a signal death, and asking again", "[cage]") { on_both_tiers(exit_statuses); }
TEST_CASE("processor time and peak memory are reported", "[cage]") { on_both_tiers(usage_is_reported); }
TEST_CASE("a program that cannot be executed is named with the step", "[cage]") { on_both_tiers(what_cannot_run); }
TEST_CASE("a program gets the given descriptors and no others", "[cage]") { on_both_tiers(descriptors); }
TEST_CASE("current directory and environment", "[cage]") { on_both_tiers(surroundings); }
TEST_CASE("several programs of one cage run at once and are signalled apart", "[cage]") {
    on_both_tiers(several_at_once);
}
TEST_CASE("the host's process id is the program's", "[cage]") { on_both_tiers(the_right_process); }
TEST_CASE("files pass both ways through the working directory", "[cage]") { on_both_tiers(files); }
TEST_CASE("a read-only mount is seen, and cannot be written", "[cage]") { on_both_tiers(read_only_places); }
TEST_CASE("what everyday Python programs use works", "[cage]") { on_both_tiers(python_works); }
TEST_CASE("multiprocessing works in a cage", "[cage]") {
    if (best_launcher().isolation().tier == Isolation::cage) play(multiprocessing_works(best_launcher()));
}
