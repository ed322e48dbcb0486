// Runs a program several times, and prints for each run what it has cost: wall time, processor time with everything
// that it waited for, its own alone (all in microseconds), largest resident set (KiB), exit status.
// It is small itself: from a large process a program would inherit the size as its largest.
//     spend TIMES OUTPUT PROGRAM ARGUMENT…        what the program prints goes to the file OUTPUT
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static long long microseconds(struct timeval time) { return time.tv_sec * 1000000ll + time.tv_usec; }

// User and system time of a process that has ended and was not waited for yet: fields 14 and 15 of proc(5)'s stat.
static long long own_time(pid_t pid) {
    char path[64], text[1024] = "";
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE* file = fopen(path, "r");
    if (!file) return -1;
    if (!fgets(text, sizeof text, file)) text[0] = '\0';
    fclose(file);
    const char* rest = strrchr(text, ')');
    const char* form = " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu";
    if (!rest || sscanf(rest + 1, form, &user, &system) != 2) return -1;
    return (long long)(user + system) * 1000000 / sysconf(_SC_CLK_TCK);
}

int main(int argc, char** argv) {
    if (argc < 4) return 2;
    int output = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
    for (int left = atoi(argv[1]); left > 0; --left) {
        long long began = nanoseconds();
        pid_t pid = vfork();
        if (pid == 0) {
            dup2(output, 1);
            dup2(output, 2);
            execvp(argv[3], argv + 3);
            _exit(127);
        }
        siginfo_t ended;
        if (pid < 0 || waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT) != 0) return 1;
        long long own = own_time(pid);
        struct rusage used;
        int status = 0;
        wait4(pid, &status, 0, &used);
        long long wall = (nanoseconds() - began) / 1000;
        printf("%lld %lld %lld %ld %d\n", wall, microseconds(used.ru_utime) + microseconds(used.ru_stime), own,
               used.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    }
    return 0;
}
