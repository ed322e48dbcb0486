// A client that connects 5000 times, each time with one byte. With "raw", the server is here too, in a network of its
// own as a cage has it, and does what the harness does: accept, read until the end, compare, close. Then the
// nanoseconds that this took are printed.
#define _GNU_SOURCE
#include "sockets.h"
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

enum { times = 5000 };

static void connect_often(int port) {
    for (int i = 0; i < times; ++i) {
        int peer = connected_to(port);
        if (send(peer, "x", 1, 0) != 1) die("send");
        close(peer);
    }
}

static void leave_network(void) {
    struct ifreq loopback_device = {0};
    int any;
    if (unshare(geteuid() == 0 ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET) != 0) die("unshare");
    any = socket(AF_INET, SOCK_DGRAM, 0);
    strcpy(loopback_device.ifr_name, "lo");
    loopback_device.ifr_flags = IFF_UP | IFF_RUNNING;
    if (ioctl(any, SIOCSIFFLAGS, &loopback_device) != 0) die("bringing the loopback up");
    close(any);
}

static void accept_often(int listening) {
    for (int i = 0; i < times; ++i) {
        char got[2];
        long count, whole = 0;
        int peer = accept(listening, NULL, NULL);
        if (peer < 0) die("accept");
        while ((count = recv(peer, got + whole, sizeof got - (size_t)whole, 0)) > 0) whole += count;
        if (whole != 1 || got[0] != 'x') die("what came");
        close(peer);
    }
}

int main(int argc, char** argv) {
    int port = argc > 1 ? atoi(argv[1]) : 0;
    if (port != 0) {
        connect_often(port);
        return 0;
    }
    leave_network();
    int listening = listening_at(8000);
    long long began = nanoseconds();
    if (fork() == 0) {
        connect_often(8000);
        _exit(0);
    }
    accept_often(listening);
    printf("%lld\n", nanoseconds() - began);
    wait(NULL);
    return 0;
}
