/* client HOST PORT FILE */
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int fail(const char* what) {
    fprintf(stderr, "ERROR: %s\n", what);
    exit(1);
}

static void wait_for_command(int sock) {
    char heard[8] = {0};
    size_t have = 0;
    struct pollfd wait = {sock, POLLIN, 0};
    while (have < 7) {
        if (poll(&wait, 1, 10000) == 0) fail("the server is silent");
        ssize_t count = recv(sock, heard + have, 7 - have, 0);
        if (count <= 0) fail("the server closed early");
        have += (size_t)count;
        if (memcmp(heard, "accio\r\n", have) != 0) fail("that is no command");
    }
}

int main(int argc, char** argv) {
    static char block[32768];
    char* end = NULL;
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found = NULL;
    long port = argc == 4 ? strtol(argv[2], &end, 10) : 0;
    if (argc != 4 || *end || port < 1 || port > 65535) fail("usage: client HOST PORT FILE");
    FILE* file = fopen(argv[3], "rb");
    if (!file) fail("cannot open the file");
    signal(SIGPIPE, SIG_IGN);
    if (getaddrinfo(argv[1], argv[2], &hints, &found) != 0) fail("unknown host");
    int sock = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval limit = {10, 0};
    setsockopt(sock, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(sock, found->ai_addr, found->ai_addrlen) < 0) fail("cannot connect");
    wait_for_command(sock);
    for (size_t size; (size = fread(block, 1, sizeof block, file)) > 0;)
        for (size_t done = 0; done < size;) {
            ssize_t count = send(sock, block + done, size - done, 0);
            if (count < 0) fail("the server does not take the file");
            done += (size_t)count;
        }
    close(sock);
    return 0;
}
