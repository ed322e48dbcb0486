#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#define SIZE 16384

/* A flat dictionary of strings, as Python prints it. Returns the value of `key` in `out`, or 0. */
static int hex_value(const char *p, int n)
{
    char digits[9] = "";
    memcpy(digits, p, n);
    return (int)strtol(digits, NULL, 16);
}

static char *put_utf8(char *o, int c)
{
    if (c < 0x80) {
        *o++ = c;
    } else if (c < 0x800) {
        *o++ = 0xc0 | c >> 6;
        *o++ = 0x80 | (c & 63);
    } else if (c < 0x10000) {
        *o++ = 0xe0 | c >> 12;
        *o++ = 0x80 | (c >> 6 & 63);
        *o++ = 0x80 | (c & 63);
    } else {
        *o++ = 0xf0 | c >> 18;
        *o++ = 0x80 | (c >> 12 & 63);
        *o++ = 0x80 | (c >> 6 & 63);
        *o++ = 0x80 | (c & 63);
    }
    return o;
}

static const char *read_string(const char *p, char *out)
{
    char quote = *p++;
    while (*p && *p != quote) {
        if (*p != '\\') {
            *out++ = *p++;
            continue;
        }
        char c = p[1];
        p += 2;
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits) {
            out = put_utf8(out, hex_value(p, digits));
            p += digits;
        } else {
            *out++ = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
        }
    }
    *out = '\0';
    return *p ? p + 1 : p;
}

static int lookup(const char *body, const char *key, char *out)
{
    static _Thread_local char name[SIZE];
    const char *p = body;
    while ((p = strpbrk(p, "'\"")) != NULL) {
        p = read_string(p, name);
        p += strspn(p, " :");
        if (*p == '\'' || *p == '"') {
            p = read_string(p, out);
            if (strcmp(name, key) == 0)
                return 1;
        } else {
            p += strcspn(p, ",}");
        }
    }
    return 0;
}

static void quote(const char *s, char *out)
{
    *out++ = '\'';
    for (; *s; s++) {
        if (*s == '\'' || *s == '\\')
            *out++ = '\\';
        if (*s == '\n') {
            *out++ = '\\';
            *out++ = 'n';
        } else {
            *out++ = *s;
        }
    }
    *out++ = '\'';
    *out = '\0';
}

static void post(int port, const char *body, char *reply)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
        perror("connect");
        exit(1);
    }
    dprintf(fd, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n\r\n%s", strlen(body) + 1, body);
    size_t got = 0;
    ssize_t n;
    while (got < SIZE - 1 && (n = read(fd, reply + got, SIZE - 1 - got)) > 0)
        got += n;
    reply[got] = '\0';
    close(fd);
}

static int succeeded(const char *reply)
{
    return strstr(reply, "'success': True") != NULL || strstr(reply, "\"success\": True") != NULL;
}

int main(int argc, char **argv)
{
    static char body[3 * SIZE], reply[SIZE], code[SIZE], error[SIZE], quoted[2 * SIZE];
    int codes_port = argc > 1 ? atoi(argv[1]) : 8000, messages_port = argc > 2 ? atoi(argv[2]) : 8001;
    for (int i = 0; i < 50; i++) {
        unsigned char r[16];
        char uuid[37];
        if (getrandom(r, 16, 0) != 16)
            return 1;
        r[6] = (r[6] & 0x0f) | 0x40;
        r[8] = (r[8] & 0x3f) | 0x80;
        sprintf(uuid, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", r[0], r[1], r[2], r[3],
                r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12], r[13], r[14], r[15]);
        sprintf(body, "{'uuid': '%s'}", uuid);
        post(codes_port, body, reply);
        if (succeeded(reply) && lookup(reply, "unique", code)) {
            quote(code, quoted);
            sprintf(body, "{'uuid': '%s', 'unique': %s, 'text': 'text number %d'}", uuid, quoted, i);
            post(messages_port, body, reply);
        }
        if (!succeeded(reply))
            printf("%s\n", lookup(reply, "error", error) ? error : "refused");
    }
    return 0;
}
