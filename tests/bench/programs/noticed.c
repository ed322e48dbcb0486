// A server that begins to listen at some time, and tells the first to come how many nanoseconds after that it came.
#include "sockets.h"

int main(int argc, char** argv) {
    // Not at a fixed time after the start, so that it falls anywhere between two looks.
    struct timespec before = {0, 10000000 + nanoseconds() % 5000000};
    nanosleep(&before, NULL);
    int listening = listening_at(argc > 1 ? atoi(argv[1]) : 8000);
    long long began = nanoseconds();
    int peer = accept(listening, NULL, NULL);
    if (peer < 0) die("accept");
    dprintf(peer, "%lld\n", nanoseconds() - began);
    return 0;
}
