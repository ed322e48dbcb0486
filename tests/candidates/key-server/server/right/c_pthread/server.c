#include <ctype.h>
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

struct issued { char user[256], key[129]; struct issued *next; };

static struct issued *issued;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char **users;

static int known(const char *user)
{
    for (char **u = users; *u; u++)
        if (strcmp(*u, user) == 0)
            return 1;
    return 0;
}

static void respond(FILE *f, const char *status, const char *extra, const char *body)
{
    fprintf(f, "HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n%s", status, extra, strlen(body), body);
    fflush(f);
}

static void give_key(FILE *f, const char *user)
{
    unsigned char raw[64];
    struct issued *k = calloc(1, sizeof *k);
    if (k == NULL || getrandom(raw, sizeof raw, 0) != sizeof raw)
        exit(1);
    snprintf(k->user, sizeof k->user, "%s", user);
    for (int i = 0; i < 64; i++)
        sprintf(k->key + 2 * i, "%02x", raw[i]);
    pthread_mutex_lock(&lock);
    k->next = issued;
    issued = k;
    pthread_mutex_unlock(&lock);
    respond(f, "200 OK", "", k->key);
}

static int check_key(const char *user, const char *key)
{
    int found = 0;
    pthread_mutex_lock(&lock);
    for (struct issued *k = issued; k && !found; k = k->next)
        found = strcmp(k->user, user) == 0 && strcmp(k->key, key) == 0;
    pthread_mutex_unlock(&lock);
    return found;
}

static void dispatch(FILE *f, const char *method, const char *target)
{
    char user[256], key[256];
    int end = 0;
    if (sscanf(target, "/user/%255[^/]/%n", user, &end) == 1 && end && target[end] == '\0') {
        if (strcmp(method, "KEY") != 0)
            respond(f, "405 Method Not Allowed", "Allow: KEY\r\n", "KEY only");
        else if (!known(user))
            respond(f, "404 Not Found", "", "unknown user");
        else
            give_key(f, user);
    } else if (end = 0, sscanf(target, "/key/%255[^/]/%255[^/]/%n", user, key, &end) == 2 && end && !target[end]) {
        if (strcmp(method, "PUT") != 0)
            respond(f, "405 Method Not Allowed", "Allow: PUT\r\n", "PUT only");
        else if (check_key(user, key))
            respond(f, "200 OK", "", "the key is right");
        else
            respond(f, "403 Forbidden", "", "the key is wrong");
    } else {
        respond(f, "400 Bad Request", "", "malformed target");
    }
}

static void *serve(void *arg)
{
    int fd = *(int *)arg;
    free(arg);
    FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");
    char line[8192], method[32], target[4096], header[8192];
    int minor, end, keep = 1;
    while (keep && fgets(line, sizeof line, in)) {
        end = 0;
        if (sscanf(line, "%31[^ ] %4095[^ ] HTTP/1.%1d\r\n%n", method, target, &minor, &end) != 3 || line[end]) {
            respond(out, "400 Bad Request", "", "malformed request line");
            break;
        }
        long length = 0;
        keep = minor == 1;
        while (fgets(header, sizeof header, in) && strcmp(header, "\r\n") != 0) {
            if (strchr(header, ':') == NULL) {
                respond(out, "400 Bad Request", "", "malformed header");
                goto done;
            }
            if (strncasecmp(header, "content-length:", 15) == 0)
                length = atol(header + 15);
            if (strncasecmp(header, "connection: close", 17) == 0)
                keep = 0;
        }
        while (length-- > 0 && fgetc(in) != EOF)
            ;
        dispatch(out, method, target);
    }
done:
    fclose(in);
    fclose(out);
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    signal(SIGPIPE, SIG_IGN);
    users = argv + 2;
    int on = 1, srv = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in addr = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    if (bind(srv, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(srv, 128) < 0) {
        perror("listen");
        return 1;
    }
    for (;;) {
        int *fd = malloc(sizeof *fd);
        pthread_t t;
        *fd = accept(srv, NULL, NULL);
        if (*fd < 0 || pthread_create(&t, NULL, serve, fd) != 0)
            continue;
        pthread_detach(t);
    }
}
