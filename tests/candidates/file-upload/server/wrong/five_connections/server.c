#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX 2048

static struct pollfd fds[MAX];
static struct { FILE *file; char path[4096]; time_t last; } up[MAX];
static int n = 1;

static void stop(int sig)
{
    (void)sig;
    _exit(0);
}

static time_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void fail(const char *text)
{
    fprintf(stderr, "ERROR: %s\n", text);
    exit(1);
}

static void drop(int i)
{
    close(fds[i].fd);
    fclose(up[i].file);
    n--;
    fds[i] = fds[n];
    up[i] = up[n];
}

static void time_out(int i)
{
    up[i].file = freopen(up[i].path, "wb", up[i].file);
    if (up[i].file)
        fputs("ERROR", up[i].file);
    drop(i);
}

int main(int argc, char **argv)
{
    char *end, buf[65536];
    int on = 1, count = 0;
    if (argc != 3)
        fail("usage: server port directory");
    long port = strtol(argv[1], &end, 10);
    if (*argv[1] == '\0' || *end != '\0' || port < 1024 || port > 65535)
        fail("bad port");
    signal(SIGTERM, stop);
    signal(SIGQUIT, stop);
    signal(SIGINT, stop);
    if (mkdir(argv[2], 0777) < 0 && errno != EEXIST)
        fail("cannot create the directory");
    int srv = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (bind(srv, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(srv, 128) < 0)
        fail(strerror(errno));
    fds[0] = (struct pollfd){.fd = srv, .events = POLLIN};
    for (;;) {
        poll(fds, n, n > 1 ? 200 : -1);
        if (count == 5)
            fds[0].events = 0;
        for (int i = n - 1; i > 0; i--) {
            if (fds[i].revents) {
                ssize_t got = read(fds[i].fd, buf, sizeof buf);
                if (got > 0) {
                    fwrite(buf, 1, got, up[i].file);
                    up[i].last = now();
                } else {
                    drop(i);
                }
            } else if (now() - up[i].last > 10) {
                time_out(i);
            }
        }
        if (fds[0].revents && n < MAX && count < 5) {
            int conn = accept(srv, NULL, NULL);
            if (conn < 0)
                continue;
            fds[n] = (struct pollfd){.fd = conn, .events = POLLIN};
            snprintf(up[n].path, sizeof up[n].path, "%s/%d.file", argv[2], ++count);
            up[n].file = fopen(up[n].path, "wb");
            up[n].last = now();
            if (up[n].file == NULL)
                fail(up[n].path);
            n++;
        }
    }
}
