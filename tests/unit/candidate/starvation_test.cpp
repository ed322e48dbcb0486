// How long a candidate could not run because others had the processors.
#include "harness/candidate/starvation.hpp"
#include <catch2/catch.hpp>

using namespace counterpart::candidate;
using namespace std::chrono_literals;

namespace {

ThreadState thread(int tid, char state, std::chrono::nanoseconds run, std::chrono::nanoseconds queued) {
    ThreadState thread;
    thread.pid = thread.tid = tid;
    thread.state = state;
    thread.run = run;
    thread.queued = queued;
    return thread;
}

std::chrono::steady_clock::time_point at(std::chrono::nanoseconds time) {
    return std::chrono::steady_clock::time_point(1h) + time;
}

} // namespace

TEST_CASE("waiting for a processor adds up over threads that come and go") {
    Starvation starvation(2);
    starvation.look({thread(1, 'R', 0s, 0s)}, at(0s));
    starvation.look({thread(1, 'S', 0s, 3s), thread(2, 'R', 0s, 1s)}, at(5s));
    starvation.look({thread(2, 'S', 0s, 1s)}, at(10s));
    CHECK(starvation.total(20s) == 4s);
    starvation.look({thread(1, 'R', 0s, 1s)}, at(15s)); // another thread of the same number
    CHECK(starvation.total(30s) == 5s);
}

TEST_CASE("a wait counts while it lasts, and once") {
    Starvation starvation(2);
    starvation.look({thread(1, 'R', 1s, 0s)}, at(0s));
    starvation.look({thread(1, 'R', 1s, 0s)}, at(5s));
    CHECK(starvation.total(20s) == 5s);
    starvation.look({thread(1, 'R', 1s, 0s)}, at(10s));
    CHECK(starvation.total(20s) == 10s);
    starvation.look({thread(1, 'R', 2s, 11s)}, at(15s)); // it came to run: the kernel tells now
    CHECK(starvation.total(20s) == 11s);
    starvation.look({thread(1, 'S', 3s, 11s)}, at(20s));
    CHECK(starvation.total(20s) == 11s);
}

TEST_CASE("a long wait that is told of at once counts whole") {
    Starvation starvation(2);
    for (int i = 0; i <= 10; ++i) starvation.look({thread(1, 'S', 0s, 0s)}, at(1s * i));
    starvation.look({thread(1, 'S', 1s, 8s)}, at(11s));
    CHECK(starvation.total(12s) == 8s);
}

TEST_CASE("waiting counts for no longer than others have run") {
    Starvation starvation(2);
    starvation.look({thread(1, 'S', 0s, 0s), thread(2, 'S', 0s, 0s)}, at(0s));
    starvation.look({thread(1, 'S', 2s, 3s), thread(2, 'S', 2s, 3s)}, at(5s));
    CHECK(starvation.total(5s) == 1s);
    CHECK(starvation.total(3s) == 0s);
}

TEST_CASE("who has more threads ready than there are processors is in its own way") {
    Starvation starvation(2);
    starvation.look({}, at(0s));
    starvation.look({thread(1, 'R', 0s, 1s), thread(2, 'R', 0s, 1s), thread(3, 'R', 0s, 1s)}, at(5s));
    CHECK(starvation.in_its_own_way());
    CHECK(starvation.total(10s) == 0s);
    starvation.look({thread(1, 'R', 0s, 2s), thread(2, 'R', 0s, 2s), thread(3, 'S', 0s, 1s)}, at(10s));
    CHECK(!starvation.in_its_own_way());
    CHECK(starvation.total(20s) == 2s);
}

TEST_CASE("what everybody has used grows while this program computes") {
    const auto before = used_by_all();
    for (const auto until = std::chrono::steady_clock::now() + 200ms; std::chrono::steady_clock::now() < until;) {}
    CHECK(used_by_all() > before);
}
