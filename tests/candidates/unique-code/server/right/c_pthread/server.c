#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#define SIZE 65536

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

struct entry { char uuid[64], code[33]; struct entry *next; };

static struct entry *entries;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct entry *find(const char *uuid)
{
    struct entry *e = entries;
    while (e && strcmp(e->uuid, uuid) != 0)
        e = e->next;
    return e;
}

static void give_code(const char *body, FILE *out)
{
    static char uuid[SIZE];
    if (!lookup(body, "uuid", uuid) || uuid[0] == '\0' || strlen(uuid) > 63) {
        fprintf(out, "{'success': False, 'error': 'uuid invalid'}");
        return;
    }
    struct entry *e = find(uuid);
    if (e == NULL) {
        unsigned char raw[16];
        if ((e = calloc(1, sizeof *e)) == NULL || getrandom(raw, 16, 0) != 16)
            exit(1);
        strcpy(e->uuid, uuid);
        for (int i = 0; i < 16; i++)
            sprintf(e->code + 2 * i, "%02x", raw[i]);
        e->next = entries;
        entries = e;
    }
    fprintf(out, "{'success': True, 'unique': '%s'}", e->code);
}

static void take_message(const char *body, FILE *out)
{
    static char uuid[SIZE], code[SIZE], text[SIZE];
    struct entry *e;
    if (!lookup(body, "uuid", uuid) || !lookup(body, "unique", code) || !lookup(body, "text", text)) {
        fprintf(out, "{'success': False, 'error': 'parameters invalid'}");
    } else if ((e = find(uuid)) == NULL) {
        fprintf(out, "{'success': False, 'error': 'uuid unknown'}");
    } else if (strcmp(e->code, code) != 0) {
        fprintf(out, "{'success': False, 'error': 'code wrong'}");
    } else {
        FILE *log = fopen("logs.txt", "a");
        if (log == NULL)
            exit(1);
        fprintf(log, "%s\n", text);
        fclose(log);
        fprintf(out, "{'success': True}");
    }
}

struct job { int fd; void (*action)(const char *, FILE *); };

static void *serve(void *arg)
{
    struct job job = *(struct job *)arg;
    free(arg);
    FILE *in = fdopen(job.fd, "r"), *out = fdopen(dup(job.fd), "w");
    char line[8192];
    size_t length = 0;
    while (fgets(line, sizeof line, in) && line[0] != '\r' && line[0] != '\n')
        if (strncasecmp(line, "content-length:", 15) == 0)
            length = strtoul(line + 15, NULL, 10);
    char *body = calloc(1, SIZE);
    if (length < SIZE && body && fread(body, 1, length, in) == length) {
        pthread_mutex_lock(&lock);
        job.action(body, out);
        pthread_mutex_unlock(&lock);
    }
    free(body);
    fclose(out);
    fclose(in);
    return NULL;
}

struct port { int number; void (*action)(const char *, FILE *); };

static void *listen_on(void *arg)
{
    struct port *port = arg;
    int on = 1, srv = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons(port->number)};
    if (bind(srv, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(srv, 100) < 0) {
        perror("listen");
        exit(1);
    }
    for (;;) {
        struct job *job = malloc(sizeof *job);
        pthread_t t;
        job->fd = accept(srv, NULL, NULL);
        job->action = port->action;
        if (job->fd >= 0 && pthread_create(&t, NULL, serve, job) == 0)
            pthread_detach(t);
    }
}

int main(int argc, char **argv)
{
    struct port codes = {argc > 1 ? atoi(argv[1]) : 8000, give_code};
    struct port messages = {argc > 2 ? atoi(argv[2]) : 8001, take_message};
    pthread_t t;
    signal(SIGPIPE, SIG_IGN);
    pthread_create(&t, NULL, listen_on, &codes);
    listen_on(&messages);
}
