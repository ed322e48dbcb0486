// Helpers for the tests of cages.
#include "support.hpp"
#include <catch2/catch.hpp>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace counterpart::candidate::test {

Launcher& best_launcher() {
    static Launcher launcher(Isolation::automatic);
    return launcher;
}

Launcher& fallback_launcher() {
    static Launcher launcher(Isolation::none);
    return launcher;
}

void play(asio::awaitable<void> body) {
    std::exception_ptr fault;
    asio::io_context io;
    auto done = [&fault](std::exception_ptr error) { fault = error; };
    asio::co_spawn(io, std::move(body), done);
    io.run_for(60s);
    if (!io.stopped()) throw std::runtime_error("the test has taken longer than a minute");
    if (fault) std::rethrow_exception(fault);
}

Pipe make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

namespace {

constexpr int patience = 20000; // milliseconds

// Reads up to `most` bytes, or fewer at the end.
std::string read_some(int descriptor, std::size_t most) {
    pollfd source{descriptor, POLLIN, 0};
    if (::poll(&source, 1, patience) <= 0) throw std::runtime_error("nothing came, and nobody closed");
    std::string text(most, '\0');
    auto size = ::read(descriptor, text.data(), text.size());
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
}

} // namespace

std::string read_all(int descriptor) {
    std::string all;
    for (;;) {
        auto piece = read_some(descriptor, 65536);
        if (piece.empty()) return all;
        all += piece;
    }
}

std::string read_line(int descriptor) {
    std::string line;
    for (;;) {
        auto piece = read_some(descriptor, 1);
        if (piece.empty() || piece == "\n") return line;
        line += piece;
    }
}

asio::awaitable<std::unique_ptr<Cage>> open(Launcher& launcher, CageOptions options) {
    auto executor = co_await asio::this_coro::executor;
    auto cage = co_await launcher.open(executor, std::move(options));
    co_return cage;
}

asio::awaitable<Ran> run(Cage& cage, std::vector<std::string> words) {
    auto pipe = make_pipe();
    Command command;
    command.words = std::move(words);
    command.standard_output = command.standard_error = pipe.writing.get();
    auto process = co_await cage.start(std::move(command));
    pipe.writing.reset();
    Ran ran;
    ran.ended = co_await process->wait();
    ran.output = read_all(pipe.reading.get()); // what fits a pipe; tests write little
    co_return ran;
}

asio::awaitable<Ran> run_python(Cage& cage, std::string text) {
    auto words = words_of("/usr/bin/python3", "-c", text);
    auto ran = co_await run(cage, std::move(words));
    co_return ran;
}

asio::awaitable<std::unique_ptr<Process>> start_python(Cage& cage, std::string text, int output) {
    auto command = command_of("/usr/bin/python3", "-u", "-c", text);
    command.standard_output = command.standard_error = output;
    command.further.push_back(output);
    auto process = co_await cage.start(std::move(command));
    co_return process;
}

asio::awaitable<bool> eventually(std::function<bool()> question) {
    auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!question()) {
        if (std::chrono::steady_clock::now() > deadline) co_return false;
        timer.expires_after(1ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
    co_return true;
}

std::string in_child(const std::function<std::string()>& body) {
    auto pipe = make_pipe();
    auto pid = ::fork();
    if (pid == 0) {
        pipe.reading.reset();
        std::string text;
        try {
            text = body();
        } catch (const std::exception& error) { text = std::string("thrown: ") + error.what(); }
        [[maybe_unused]] auto written = ::write(pipe.writing.get(), text.data(), text.size());
        ::_exit(0);
    }
    pipe.writing.reset();
    auto text = read_all(pipe.reading.get());
    ::waitpid(pid, nullptr, 0);
    return text;
}

} // namespace counterpart::candidate::test
