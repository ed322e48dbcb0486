/* server PORT DIRECTORY: a process for each connection. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static void stop(int number) {
    (void)number;
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGTERM); /* the children: our own process group */
    _exit(0);
}

static void fail(const char* what) {
    fprintf(stderr, "ERROR: %s\n", what);
    exit(1);
}

static void receive(int conn, const char* path) {
    static char block[65536];
    struct pollfd wait = {conn, POLLIN, 0};
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0 || send(conn, "accio\r\n", 7, MSG_NOSIGNAL) != 7) _exit(1);
    for (;;) {
        if (poll(&wait, 1, 10000) == 0) {
            if (ftruncate(file, 0) == 0) pwrite(file, "ERROR", 5, 0);
            _exit(0);
        }
        ssize_t count = recv(conn, block, sizeof block, 0);
        if (count <= 0) _exit(0);
        if (write(file, block, (size_t)count) != count) _exit(1);
    }
}

int main(int argc, char** argv) {
    char* end = NULL;
    long port = argc == 3 ? strtol(argv[1], &end, 10) : 0;
    if (argc != 3 || *end || port < 1024 || port > 65535) fail("usage: server PORT DIRECTORY");
    if (mkdir(argv[2], 0755) < 0 && errno != EEXIST) fail(strerror(errno));
    signal(SIGCHLD, SIG_IGN);
    signal(SIGTERM, stop);
    signal(SIGQUIT, stop);
    signal(SIGINT, stop);
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr*)&address, sizeof address) < 0 || listen(listener, 128) < 0)
        fail(strerror(errno));
    for (unsigned number = 1;;) {
        int conn = accept(listener, NULL, NULL);
        if (conn < 0) continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%u.file", argv[2], number++);
        if (fork() == 0) {
            signal(SIGTERM, SIG_DFL);
            close(listener);
            receive(conn, path);
        }
        close(conn);
    }
}
