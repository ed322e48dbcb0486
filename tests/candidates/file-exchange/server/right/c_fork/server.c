#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static char failure[256];

static int fail(const char *kind, const char *message)
{
    snprintf(failure, sizeof failure, "%s %s", kind, message);
    return -1;
}

static int send_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
        if (k <= 0)
            return fail("-", "connection lost");
        p += k;
        n -= k;
    }
    return 0;
}

static int bad_name(const char *name, size_t length)
{
    return length != strlen(name) || length < 1 || length > 255 || strchr(name, '/') || !strcmp(name, ".") ||
           !strcmp(name, "..");
}

static int put(int fd, long long left, const char *name)
{
    char buf[65536];
    int out = open(name, O_WRONLY | O_CREAT | O_EXCL, 0644);
    if (out < 0)
        return errno == EEXIST ? fail("exists", "file exists") : fail("io", strerror(errno));
    while (left > 0) {
        ssize_t n = recv(fd, buf, left < (long long)sizeof buf ? (size_t)left : sizeof buf, 0);
        if (n <= 0 || write(out, buf, n) != n) {
            close(out);
            unlink(name);
            return fail("-", n < 0 ? strerror(errno) : "data incomplete");
        }
        left -= n;
    }
    close(out);
    return send_all(fd, "OK 0\n", 5);
}

static int get(int fd, const char *name)
{
    char buf[65536];
    struct stat st;
    int in = open(name, O_RDONLY);
    if (in < 0 || fstat(in, &st) < 0 || !S_ISREG(st.st_mode))
        return fail("not-found", "no such file");
    int n = snprintf(buf, sizeof buf, "OK %lld\n", (long long)st.st_size), result = send_all(fd, buf, n);
    while (result == 0 && (n = read(in, buf, sizeof buf)) > 0)
        result = send_all(fd, buf, n);
    close(in);
    return result;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int list(int fd)
{
    char *names[10000], head[32];
    size_t count = 0, size = 0;
    struct dirent *e;
    DIR *dir = opendir(".");
    while (dir && (e = readdir(dir)) && count < 10000)
        if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
            names[count++] = strdup(e->d_name);
    qsort(names, count, sizeof *names, compare);
    for (size_t i = 0; i < count; i++)
        size += strlen(names[i]) + 1;
    int result = send_all(fd, head, snprintf(head, sizeof head, "OK %zu\n", size));
    for (size_t i = 0; i < count && result == 0; i++) {
        result = send_all(fd, names[i], strlen(names[i]));
        if (result == 0)
            result = send_all(fd, "\n", 1);
    }
    return result;
}

static int execute(int fd, char *line, size_t length)
{
    int at = 0;
    long long size;
    if (strcmp(line, "LIST") == 0)
        return list(fd);
    if (strncmp(line, "GET ", 4) == 0)
        return bad_name(line + 4, length - 4) ? fail("bad-name", "bad name") : get(fd, line + 4);
    if (strncmp(line, "PUT ", 4) != 0 || line[4] < '0' || line[4] > '9')
        return fail("bad-request", "unknown request");
    errno = 0;
    size = strtoll(line + 4, NULL, 10);
    at = 4 + strspn(line + 4, "0123456789");
    if (line[at] != ' ')
        return fail("bad-request", "bad size");
    if (errno == ERANGE)
        return fail("too-large", "too large");
    at++;
    return bad_name(line + at, length - at) ? fail("bad-name", "bad name") : put(fd, size, line + at);
}

static void serve(int fd, struct sockaddr_in peer)
{
    char line[1024], when[32], buf[65536];
    size_t length = 0;
    int ended = 0, result;
    struct timeval limit = {20, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    while (length < sizeof line - 1 && !ended && recv(fd, line + length, 1, 0) == 1)
        if (line[length] == '\n')
            ended = 1;
        else
            length++;
    line[length] = '\0';
    result = ended ? execute(fd, line, length) : fail("bad-request", "no end of line");
    if (result < 0 && failure[0] != '-') {
        dprintf(fd, "ERROR %s\n", failure);
        shutdown(fd, SHUT_WR);
        limit.tv_sec = 3;
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        for (int i = 0; i < 100000 && recv(fd, buf, sizeof buf, 0) > 0; i++)
            ;
    }
    close(fd);
    time_t now = time(NULL);
    strftime(when, sizeof when, "%F %T", localtime(&now));
    printf("%s:%d %s %s %s %s\n", inet_ntoa(peer.sin_addr), ntohs(peer.sin_port), when, line,
           result < 0 ? "failure:" : "success", result < 0 ? failure : "");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    int on = 1, srv = socket(AF_INET, SOCK_STREAM, 0);
    long port = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
    if (port < 1 || port > 65535) {
        fprintf(stderr, "usage: %s port\n", argv[0]);
        return 2;
    }
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (bind(srv, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(srv, 64) < 0) {
        perror("bind");
        return 1;
    }
    printf("0.0.0.0 %ld server up and running\n", port);
    fflush(stdout);
    for (;;) {
        struct sockaddr_in peer;
        socklen_t size = sizeof peer;
        int fd = accept(srv, (struct sockaddr *)&peer, &size);
        if (fd >= 0 && fork() == 0) {
            close(srv);
            serve(fd, peer);
            _exit(0);
        }
        close(fd);
    }
}
