/* key_client host port user_id */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static char body[65536];

/* Sends one request, leaves the response's body in `body`, returns the status. */
static int request(const char *host, const char *port, const char *method, const char *target)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *res;
    if (getaddrinfo(host, port, &hints, &res) != 0)
        return -1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, res->ai_addr, res->ai_addrlen) < 0) {
        perror("connect");
        return -1;
    }
    freeaddrinfo(res);
    FILE *f = fdopen(fd, "r+");
    fprintf(f, "%s %s HTTP/1.1\r\nHost: %s:%s\r\n\r\n", method, target, host, port);
    fflush(f);
    char line[8192];
    int status = -1;
    long length = -1;
    if (fgets(line, sizeof line, f) == NULL || sscanf(line, "HTTP/%*s %d", &status) != 1)
        return -1;
    while (fgets(line, sizeof line, f) && line[0] != '\r' && line[0] != '\n')
        if (strncasecmp(line, "content-length:", 15) == 0)
            length = atol(line + 15);
    size_t want = length < 0 || length >= (long)sizeof body ? sizeof body - 1 : (size_t)length;
    body[fread(body, 1, want, f)] = '\0';
    fclose(f);
    return status;
}

int main(int argc, char **argv)
{
    char target[4096];
    if (argc != 4) {
        fprintf(stderr, "usage: %s host port user_id\n", argv[0]);
        return 2;
    }
    snprintf(target, sizeof target, "/user/%s/", argv[3]);
    if (request(argv[1], argv[2], "KEY", target) != 200) {
        fprintf(stderr, "%s\n", body);
        return 1;
    }
    printf("%s\n", body);
    snprintf(target, sizeof target, "/key/%s/%.*s/", argv[3], 256, body);
    if (request(argv[1], argv[2], "PUT", target) != 200) {
        fprintf(stderr, "%s\n", body);
        return 1;
    }
    printf("%s\n", body);
    return 0;
}
