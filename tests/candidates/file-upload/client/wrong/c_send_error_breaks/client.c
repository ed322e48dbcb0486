#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "ERROR: %s: %s\n", what, why);
    exit(1);
}

static void wait_writable(int fd, const char *what)
{
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    if (poll(&p, 1, 10000) == 0)
        fail(what, "timed out");
}

int main(int argc, char **argv)
{
    if (argc != 4)
        fail("usage", "client host port file");
    char *end, buf[65536];
    long port = strtol(argv[2], &end, 10);
    if (*end || port < 1 || port > 65535)
        fail(argv[2], "bad port");
    int file = open(argv[3], O_RDONLY);
    if (file < 0)
        fail(argv[3], strerror(errno));
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *res;
    int code = getaddrinfo(argv[1], argv[2], &hints, &res);
    if (code != 0)
        fail(argv[1], gai_strerror(code));
    signal(SIGPIPE, SIG_IGN);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (connect(fd, res->ai_addr, res->ai_addrlen) < 0 && errno != EINPROGRESS)
        fail("connect", strerror(errno));
    wait_writable(fd, "connect");
    socklen_t len = sizeof code;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &len);
    if (code != 0)
        fail("connect", strerror(code));
    ssize_t n;
    while ((n = read(file, buf, sizeof buf)) > 0) {
        for (ssize_t done = 0; done < n;) {
            wait_writable(fd, "send");
            ssize_t k = send(fd, buf + done, n - done, 0);
            if (k > 0)
                done += k;
            else if (errno != EAGAIN)
                break;
        }
    }
    shutdown(fd, SHUT_WR);
    struct pollfd p = {.fd = fd, .events = POLLIN};
    while (poll(&p, 1, 10000) > 0 && read(fd, buf, sizeof buf) > 0)
        ;
    close(fd);
    return 0;
}
