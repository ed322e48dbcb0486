// A server that reads everything and drops it, as iperf3's does.
#include "sockets.h"

static char buffer[256 << 10];

int main(int argc, char** argv) {
    int peer = accept(listening_at(argc > 1 ? atoi(argv[1]) : 8000), NULL, NULL);
    if (peer < 0) die("accept");
    while (recv(peer, buffer, sizeof buffer, 0) > 0) {}
    return 0;
}
