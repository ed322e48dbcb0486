/* content_manager host port srv_port */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void contact_clients(const char *host, const char *port, const char *srv_port)
{
    struct addrinfo hints, *res;
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(host, port, &hints, &res) != 0)
        die("getaddrinfo");
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, res->ai_addr, res->ai_addrlen) < 0)
        die("connect");
    if (write(fd, srv_port, strlen(srv_port)) < 0)
        die("write");
    close(fd);
    freeaddrinfo(res);
}

static void save_one(int conn)
{
    static char buf[1 << 20];
    size_t len = 0;
    ssize_t n;
    while (len < sizeof buf && (n = read(conn, buf + len, sizeof buf - len)) > 0)
        len += n;
    char *newline = memchr(buf, '\n', len);
    if (newline == NULL)
        die("no newline");
    *newline = '\0';
    FILE *f = fopen(buf, "wb");
    if (f == NULL)
        die(buf);
    fwrite(newline + 1, 1, buf + len - (newline + 1), f);
    fclose(f);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: %s host port srv_port\n", argv[0]);
        return 2;
    }
    int on = 1, srv = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[3]))};
    if (bind(srv, (struct sockaddr *)&addr, sizeof addr) < 0)
        die("bind");
    listen(srv, 5);
    contact_clients(argv[1], argv[2], argv[3]);
    for (int i = 0; i < 2; i++) {
        int conn = accept(srv, NULL, NULL);
        save_one(conn);
        close(conn);
    }
    close(srv);
    return 0;
}
