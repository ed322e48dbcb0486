/// Output, signals and exit status.
#include "reference/wire/program.hpp"
#include "reference/wire/dial.hpp"
#include <boost/asio/co_spawn.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fmt/format.h>
#include <sys/resource.h>

#ifdef __SANITIZE_ADDRESS__
/// Leaks are sought by tracing the process, which a cage refuses.
extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }
#endif

namespace counterpart::wire {

namespace asio = boost::asio;

namespace {

void print(std::FILE* stream, std::string_view prefix, std::string_view line) {
    const std::string whole = fmt::format("{}{}\n", prefix, line);
    std::fwrite(whole.data(), 1, whole.size(), stream); // One call, so that lines of several programs stay whole.
    std::fflush(stream);
}

/// A closed pipe on stdout is no reason to die, and a thousand connections need more descriptors than the usual 1,024.
void prepare_process() {
    std::signal(SIGPIPE, SIG_IGN);
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

} // namespace

void say(std::string_view line) { print(stdout, "", line); }

void note(std::string_view line) { print(stderr, "", line); }

void complain(std::string_view message) { print(stderr, "ERROR: ", message); }

Service::Service() : signals_(io_, SIGINT, SIGTERM, SIGQUIT) {
    prepare_process();
    signals_.async_wait([this](const boost::system::error_code& error, int) {
        if (!error) io_.stop();
    });
}

int Service::run(std::string_view ready) {
    say(ready);
    io_.run();
    return success;
}

int run_once(asio::awaitable<int> work) {
    prepare_process();
    int status = failure;
    bool finished = false;
    {
        asio::io_context io(1);
        asio::signal_set signals(io, SIGINT, SIGTERM);
        signals.async_wait([&io](const boost::system::error_code& error, int) {
            if (!error) io.stop();
        });
        asio::co_spawn(io, std::move(work), [&](std::exception_ptr fault, int result) {
            finished = true;
            status = result;
            try {
                if (fault) std::rethrow_exception(fault);
            } catch (const std::exception& error) {
                status = failure;
                complain(error.what());
            }
            io.stop();
        });
        io.run();
        if (!finished) complain("interrupted");
        if (lookup_abandoned()) std::quick_exit(status);
    }
    return status;
}

} // namespace counterpart::wire
