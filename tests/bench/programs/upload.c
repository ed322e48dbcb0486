// A client that is given 4 MiB and sends them 256 times.
#include "sockets.h"

enum { size = 4 << 20, portion = 256 << 10 };
static char block[size];

int main(int argc, char** argv) {
    int peer = connected_to(argc > 1 ? atoi(argv[1]) : 8000);
    for (long at = 0, count; at < size; at += count)
        if ((count = recv(peer, block + at, (size_t)(size - at), 0)) <= 0) die("recv");
    for (int round = 0; round < 256; ++round)
        for (long at = 0, count; at < size; at += count)
            if ((count = send(peer, block + at, portion - at % portion, 0)) <= 0) die("send");
    shutdown(peer, SHUT_WR);
    recv(peer, block, sizeof block, 0); // until the other side has closed
    return 0;
}
