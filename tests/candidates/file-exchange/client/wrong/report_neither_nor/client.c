#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static char why[512];
static char buf[65536];

static int fail(const char *kind, const char *message)
{
    snprintf(why, sizeof why, "(%s)", kind);
    (void)message;
    return -1;
}

static int usage(void)
{
    fprintf(stderr, "usage: client HOST PORT put NAME | get NAME | list\n");
    return 2;
}

static int dial(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *res;
    struct timeval limit = {20, 0};
    printf("Connecting to %s %s\n", host, port);
    int code = getaddrinfo(host, port, &hints, &res);
    if (code != 0)
        return fail("address", gai_strerror(code));
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(fd, res->ai_addr, res->ai_addrlen) < 0)
        return fail("connect", strerror(errno));
    printf("Connected\n");
    fflush(stdout);
    return fd;
}

static int send_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
        if (k <= 0)
            return fail("send", strerror(errno));
        p += k;
        n -= k;
    }
    return 0;
}

/* The size in an OK reply, or -1. */
static long long reply(int fd)
{
    char line[1024];
    size_t length = 0;
    while (length < sizeof line - 1) {
        ssize_t n = recv(fd, line + length, 1, 0);
        if (n <= 0)
            return fail("reply", n < 0 ? strerror(errno) : "connection closed");
        if (line[length] == '\n')
            break;
        length++;
    }
    line[length] = '\0';
    if (strncmp(line, "OK ", 3) == 0)
        return atoll(line + 3);
    return fail("refused", line);
}

static int body(int fd, long long left, int out)
{
    while (left > 0) {
        ssize_t n = recv(fd, buf, left < (long long)sizeof buf ? (size_t)left : sizeof buf, 0);
        if (n <= 0)
            return fail("data", n < 0 ? strerror(errno) : "connection closed too early");
        if (write(out, buf, n) != n)
            return fail("write", strerror(errno));
        left -= n;
    }
    return 0;
}

static int put(const char *host, const char *port, const char *name)
{
    struct stat st;
    ssize_t n;
    int in = open(name, O_RDONLY);
    if (in < 0 || fstat(in, &st) < 0)
        return fail("open", strerror(errno));
    int fd = dial(host, port);
    if (fd < 0)
        return -1;
    int length = snprintf(buf, sizeof buf, "PUT %lld %s\n", (long long)st.st_size, name);
    struct pollfd p = {.fd = fd, .events = POLLIN};
    if (send_all(fd, buf, length) == 0)
        while (poll(&p, 1, 0) == 0 && (n = read(in, buf, sizeof buf)) > 0)
            if (send_all(fd, buf, n) < 0)
                break;
    why[0] = '\0';
    int result = reply(fd) < 0 ? -1 : 0;
    close(fd);
    return result;
}

static int get(const char *host, const char *port, const char *name)
{
    struct stat st;
    if (lstat(name, &st) == 0)
        return fail("local", "the file exists");
    int fd = dial(host, port);
    if (fd < 0)
        return -1;
    if (send_all(fd, buf, snprintf(buf, sizeof buf, "GET %s\n", name)) < 0)
        return -1;
    long long size = reply(fd);
    if (size < 0)
        return -1;
    int out = open(name, O_WRONLY | O_CREAT | O_EXCL, 0644);
    if (out < 0)
        return fail("create", strerror(errno));
    int result = body(fd, size, out);
    close(out);
    close(fd);
    if (result < 0)
        unlink(name);
    return result;
}

static int list(const char *host, const char *port)
{
    int fd = dial(host, port);
    if (fd < 0 || send_all(fd, "LIST\n", 5) < 0)
        return -1;
    long long size = reply(fd);
    int result = size < 0 ? -1 : body(fd, size, 1);
    close(fd);
    return result;
}

int main(int argc, char **argv)
{
    char when[32];
    int result;
    long port = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
    if (argc < 4 || port < 1 || port > 65535)
        return usage();
    if (argc == 5 && strcmp(argv[3], "put") == 0)
        result = put(argv[1], argv[2], argv[4]);
    else if (argc == 5 && strcmp(argv[3], "get") == 0)
        result = get(argv[1], argv[2], argv[4]);
    else if (argc == 4 && strcmp(argv[3], "list") == 0)
        result = list(argv[1], argv[2]);
    else
        return usage();
    time_t now = time(NULL);
    strftime(when, sizeof when, "%F %T", localtime(&now));
    printf("%s:%s %s %s %s %s %s\n", argv[1], argv[2], when, argv[3], argc == 5 ? argv[4] : "",
           "done", why);
    return result == 0 ? 0 : 1;
}
