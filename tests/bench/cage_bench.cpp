// Times the ending of cages, and the opening of them while this process is small and while it is large.
//     cage_bench teardown|launch FOLDER       FOLDER has the program `bomb`; prints microseconds as JSON
#include "harness/candidate/cage.hpp"
#include "harness/candidate/cage/process_tree.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <string_view>
#include <sys/mman.h>

namespace asio = boost::asio;
using namespace counterpart::candidate;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Times = std::vector<double>;

namespace {

constexpr unsigned most_processes = 128;

double microseconds_since(Clock::time_point began) {
    return std::chrono::duration<double, std::micro>(Clock::now() - began).count();
}

Command command(std::vector<std::string> words) {
    Command made;
    made.words = std::move(words);
    return made;
}

/// Waits until so many processes live in the cage beside its first.
asio::awaitable<void> until_crowded(Cage& cage, std::size_t processes) {
    auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    const auto limit = Clock::now() + 10s;
    while (descendants(cage.root_pid()).size() < processes && Clock::now() < limit) {
        timer.expires_after(1ms);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

/// How long it takes to end a cage in which a program has made so many processes.
asio::awaitable<double> ending(Launcher& launcher, std::string folder, std::vector<std::string> words,
                               std::size_t processes) {
    auto executor = co_await asio::this_coro::executor;
    CageOptions options;
    options.limits.processes = most_processes;
    options.read_only = {{folder, "/bench"}};
    auto cage = co_await launcher.open(executor, std::move(options));
    auto program = command(std::move(words));
    auto process = co_await cage->start(std::move(program));
    co_await until_crowded(*cage, processes);
    const auto began = Clock::now();
    co_await cage->end();
    co_return microseconds_since(began);
}

asio::awaitable<void> time_endings(Launcher& launcher, std::string folder) {
    Times normal, daemon, bomb;
    const std::vector<std::string> one{"/bin/sleep", "1000"}, endless{"/bench/bomb"};
    const std::vector<std::string> three{
        "/bin/sh", "-c", "trap '' HUP TERM; setsid sleep 1000 & setsid sleep 1000 & exec sleep 1000"};
    for (int round = 0; round < 20; ++round) {
        auto simple = co_await ending(launcher, folder, one, 1);
        normal.push_back(simple);
        auto several = co_await ending(launcher, folder, three, 3);
        daemon.push_back(several);
        if (round % 2 != 0) continue;
        auto many = co_await ending(launcher, folder, endless, most_processes * 9 / 10);
        bomb.push_back(many);
    }
    fmt::print("{{\"normal\": {}, \"daemon\": {}, \"bomb\": {}}}\n", normal, daemon, bomb);
}

/// From asking for a cage until /bin/true has ended in it.
asio::awaitable<double> launching(Launcher& launcher) {
    auto executor = co_await asio::this_coro::executor;
    const auto began = Clock::now();
    CageOptions options;
    auto cage = co_await launcher.open(executor, std::move(options));
    auto program = command({"/bin/true"});
    auto process = co_await cage->start(std::move(program));
    co_await process->wait();
    const auto taken = microseconds_since(began);
    co_await cage->end();
    co_return taken;
}

/// Memory that lies in real pages, small ones: the more of them, the longer a fork takes.
class Resident {
public:
    explicit Resident(std::size_t size)
        : size_(size),
          memory_(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {
        if (memory_ == MAP_FAILED) throw std::bad_alloc();
        ::madvise(memory_, size_, MADV_NOHUGEPAGE);
        std::memset(memory_, 1, size_);
    }
    ~Resident() { ::munmap(memory_, size_); }
    Resident(const Resident&) = delete;
    Resident& operator=(const Resident&) = delete;

private:
    std::size_t size_;
    void* memory_;
};

asio::awaitable<void> time_launches(Launcher& launcher) {
    Times fresh, resident;
    for (int round = 0; round < 4; ++round) {
        for (int i = 0; i < 10; ++i) {
            auto small = co_await launching(launcher);
            fresh.push_back(small);
        }
        const Resident held(1ull << 30);
        for (int i = 0; i < 10; ++i) {
            auto large = co_await launching(launcher);
            resident.push_back(large);
        }
    }
    fmt::print("{{\"fresh\": {}, \"resident\": {}}}\n", fresh, resident);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    Launcher launcher(Isolation::cage);
    asio::io_context io;
    std::exception_ptr fault;
    auto ended = [&fault](std::exception_ptr problem) { fault = problem; };
    const bool launch = std::string_view(argv[1]) == "launch";
    auto work = launch ? time_launches(launcher) : time_endings(launcher, argv[2]);
    asio::co_spawn(io, std::move(work), ended);
    io.run();
    if (!fault) return 0;
    try {
        std::rethrow_exception(fault);
    } catch (const std::exception& problem) { std::fprintf(stderr, "cage_bench: %s\n", problem.what()); }
    return 1;
}
