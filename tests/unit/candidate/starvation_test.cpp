// How long a candidate could not run because others had the processors.
#include "harness/candidate/starvation.hpp"
#include <catch2/catch.hpp>

using namespace counterpart::candidate;
using namespace std::chrono_literals;

namespace {

ThreadState thread(int tid, char state, std::chrono::nanoseconds queued) {
    ThreadState thread;
    thread.pid = thread.tid = tid;
    thread.state = state;
    thread.queued = queued;
    return thread;
}

} // namespace

TEST_CASE("waiting for a processor adds up over threads that come and go") {
    Starvation starvation(2);
    starvation.look({thread(1, 'R', 1s)});
    starvation.look({thread(1, 'S', 3s), thread(2, 'R', 1s)});
    starvation.look({thread(2, 'R', 1s)});
    CHECK(starvation.total() == 4s);
    starvation.look({thread(1, 'R', 1s)}); // another thread of the same number
    CHECK(starvation.total() == 5s);
}

TEST_CASE("who has more threads ready than there are processors is in its own way") {
    Starvation starvation(2);
    starvation.look({thread(1, 'R', 1s), thread(2, 'R', 1s), thread(3, 'R', 1s)});
    CHECK(starvation.total() == 0s);
    starvation.look({thread(1, 'R', 2s), thread(2, 'R', 2s), thread(3, 'S', 1s)}); // two of them, and two processors
    CHECK(starvation.total() == 2s);
}
