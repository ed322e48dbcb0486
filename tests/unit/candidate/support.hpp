/// What the tests of cages share: launchers, a place to run coroutines with a deadline, and pipes to programs.
#pragma once
#include "harness/candidate/cage.hpp"
#include "harness/candidate/cage/descriptor.hpp"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace counterpart::candidate::test {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// One launcher of each kind for the whole test program.
Launcher& best_launcher();     ///< automatic: a cage wherever one can be had
Launcher& fallback_launcher(); ///< without namespaces

/// Runs a coroutine to its end; throws what it throws, and std::runtime_error when it takes longer than a minute.
void play(asio::awaitable<void> body);

struct Pipe {
    Descriptor reading, writing;
};
Pipe make_pipe();

/// Reads until the other end is closed by all who have it. Throws std::runtime_error after 20 seconds.
std::string read_all(int descriptor);

/// Reads one line, without its end. Throws std::runtime_error after 20 seconds.
std::string read_line(int descriptor);

/// Opens a cage for the calling coroutine.
asio::awaitable<std::unique_ptr<Cage>> open(Launcher& launcher, CageOptions options = {});

/// How a program ran, and what it wrote to its standard output and standard error.
struct Ran {
    Ended ended;
    std::string output;
};

/// A command's words. (Braces would be shorter, but gcc 12 cannot have them beside co_await.)
template <class... Word>
std::vector<std::string> words_of(Word... words) {
    return {std::string(words)...};
}

template <class... Word>
Command command_of(Word... words) {
    Command command;
    command.words = words_of(words...);
    return command;
}

/// Runs a program to its end.
asio::awaitable<Ran> run(Cage& cage, std::vector<std::string> words);

/// The same for a Python program's text. The system's Python, since others may lie where a cage does not show them.
asio::awaitable<Ran> run_python(Cage& cage, std::string text);

/// Starts a Python program that keeps running; descriptor 3 is the given one, 1 and 2 go there too.
asio::awaitable<std::unique_ptr<Process>> start_python(Cage& cage, std::string text, int output);

/// Asks again every millisecond until the answer is yes; false after 20 seconds.
asio::awaitable<bool> eventually(std::function<bool()> question);

/// Runs a function in a forked process of its own and returns the text that it returns; what it throws becomes
/// "thrown: …".
std::string in_child(const std::function<std::string()>& body);

} // namespace counterpart::candidate::test
