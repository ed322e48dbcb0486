// What a candidate's threads are doing, seen from outside and put in words.
#include "harness/candidate/watch.hpp"
#include "support.hpp"
#include <catch2/catch.hpp>
#include <csignal>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace counterpart::candidate;
using namespace counterpart::candidate::test;

namespace {

ThreadState thread_in(char state, std::optional<long> call, std::vector<std::uint64_t> arguments = {},
                      int run_nanoseconds = 0) {
    ThreadState thread;
    thread.pid = thread.tid = 10;
    thread.name = "python3";
    thread.state = state;
    thread.call = call;
    thread.arguments = std::move(arguments);
    thread.run = std::chrono::nanoseconds(run_nanoseconds);
    return thread;
}

struct Row {
    const char* name;
    ThreadState thread;
    const char* words;
};

std::vector<Row> rows() {
    constexpr std::uint64_t minus_one = 0xffffffff, other = 5;
    return {
        {"accept4", thread_in('S', SYS_accept4, {3}), "waiting in accept()"},
        {"accept", thread_in('S', SYS_accept, {3}), "waiting in accept()"},
        {"recvfrom", thread_in('S', SYS_recvfrom, {4}), "waiting in recv()"},
        {"recvmsg", thread_in('S', SYS_recvmsg, {4}), "waiting in recv()"},
        {"read of input", thread_in('S', SYS_read, {0}), "waiting for standard input"},
        {"read", thread_in('S', SYS_read, {7}), "waiting in read() on descriptor 7"},
        {"sendto", thread_in('S', SYS_sendto, {4}), "waiting in send()"},
        {"write of output", thread_in('S', SYS_write, {1}), "waiting in write() to standard output"},
        {"write", thread_in('S', SYS_write, {6}), "waiting in write() on descriptor 6"},
        {"connect", thread_in('S', SYS_connect, {4}), "waiting in connect()"},
        {"ppoll", thread_in('S', SYS_ppoll, {0, 1, 0}), "waiting in poll() without a time limit"},
        {"ppoll, limited", thread_in('S', SYS_ppoll, {0, 1, other}), "waiting in poll() with a time limit"},
        {"pselect", thread_in('S', SYS_pselect6, {0, 0, 0, 0, 0}), "waiting in select() without a time limit"},
        {"epoll", thread_in('S', SYS_epoll_pwait, {3, 0, 1, minus_one}),
         "waiting in epoll_wait() without a time limit"},
        {"epoll, limited", thread_in('S', SYS_epoll_pwait, {3, 0, 1, 100}),
         "waiting in epoll_wait() with a time limit"},
#ifdef SYS_poll
        {"poll", thread_in('S', SYS_poll, {0, 1, minus_one}), "waiting in poll() without a time limit"},
        {"poll, limited", thread_in('S', SYS_poll, {0, 1, 3000}), "waiting in poll() with a time limit"},
        {"select", thread_in('S', SYS_select, {0, 0, 0, 0, other}), "waiting in select() with a time limit"},
#endif
        {"futex", thread_in('S', SYS_futex), "waiting for a lock or another thread"},
        {"clock_nanosleep", thread_in('S', SYS_clock_nanosleep), "sleeping"},
        {"wait4", thread_in('S', SYS_wait4), "waiting for a child process"},
        {"another call", thread_in('S', 999), "waiting in system call 999"},
        {"unreadable", thread_in('S', std::nullopt), "sleeping"},
        {"running", thread_in('R', std::nullopt, {}, 1), "running without pause"},
        {"ready", thread_in('R', std::nullopt), "ready, but waiting for a processor"},
        {"stopped", thread_in('T', std::nullopt), "stopped"},
        {"disk", thread_in('D', SYS_read, {3}), "waiting for the system (disk or memory)"},
        {"zombie", thread_in('Z', std::nullopt), "no process is left"},
    };
}

asio::awaitable<void> watch_programs(Launcher& launcher) {
    struct Sample {
        const char* text;
        const char* words;
    };
    const Sample samples[] = {
        {"import socket; s = socket.create_server(('127.0.0.1', 0)); s.accept()", "waiting in accept()"},
        {"import time; time.sleep(1000)", "sleeping"},
        {"import sys; sys.stdin.read()", "waiting for standard input"},
        {"while True: pass", "running without pause"},
        {"import threading, time; threading.Thread(target=time.sleep, args=(1000,)).start()",
         "waiting for a lock or another thread; sleeping"},
        {"import subprocess; subprocess.run(['/bin/sleep', '1000'])",
         "python3: waiting for a child process; sleep: sleeping"},
    };
    auto silence = make_pipe();
    for (const auto& sample : samples) {
        auto cage = co_await open(launcher);
        auto command = command_of("/usr/bin/python3", "-c", sample.text);
        command.standard_input = silence.reading.get();
        auto process = co_await cage->start(std::move(command));
        std::vector<ThreadState> before;
        std::string words;
        auto is_as_expected = [&] {
            auto after = threads_below(cage->root_pid());
            words = describe(before, after);
            before = std::move(after);
            return words == sample.words;
        };
        bool seen = co_await eventually(is_as_expected);
        INFO(sample.text << ": " << words);
        CHECK(seen);
    }
}

} // namespace

TEST_CASE("each state and call has its words", "[watch]") {
    for (const auto& row : rows()) {
        INFO(row.name);
        auto before = row.thread;
        before.run = {};
        CHECK(describe({before}, {row.thread}) == row.words);
    }
    CHECK(describe({}, {}) == "no process is left");
}

TEST_CASE("several threads and processes are told apart", "[watch]") {
    auto first = thread_in('S', SYS_accept4), second = thread_in('S', SYS_futex), third = second;
    second.tid = 11;
    third.tid = 12;
    CHECK(describe({}, {first, second, third}) ==
          "waiting in accept(); 2 threads waiting for a lock or another thread");
    third.pid = 12;
    third.name = "a\nb\x1b";
    CHECK(describe({}, {first, third}) == "python3: waiting in accept(); a?b?: waiting for a lock or another thread");
    std::vector<ThreadState> crowd;
    for (int pid = 1; pid <= 9; ++pid) {
        crowd.push_back(first);
        crowd.back().pid = pid;
    }
    CHECK(describe({}, crowd).ends_with("python3: waiting in accept(); and 3 more"));
}

TEST_CASE("a process that has something to do is not asleep", "[watch]") {
    const int child = ::fork();
    if (child == 0)
        for (;;) ::pause();
    while (!asleep(child)) ::sched_yield(); // it comes to its pause
    ::kill(child, SIGSTOP);
    int status = 0;
    REQUIRE(::waitpid(child, &status, WUNTRACED) == child);
    CHECK_FALSE(asleep(child)); // stopped: whatever it is sent waits for it
    ::kill(child, SIGKILL);
    siginfo_t dead{};
    REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &dead, WEXITED | WNOWAIT) == 0);
    CHECK_FALSE(asleep(child)); // nobody has buried it yet
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK_FALSE(asleep(child));
}

TEST_CASE("programs are seen doing what they do", "[watch]") {
    SECTION("automatic: " + best_launcher().isolation().name) { play(watch_programs(best_launcher())); }
    SECTION("none") { play(watch_programs(fallback_launcher())); }
}
