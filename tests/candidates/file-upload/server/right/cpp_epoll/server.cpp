// server PORT DIRECTORY: one thread, epoll, a timerfd for each connection's ten seconds, a signalfd for the end.
#include <arpa/inet.h>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fcntl.h>
#include <iostream>
#include <map>
#include <string>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct Upload {
    int sock, timer, file;
};

static int fail(const std::string& text) {
    std::cerr << "ERROR: " << text << std::endl;
    std::exit(1);
}

static void restart(int timer) {
    itimerspec ten{};
    ten.it_value.tv_sec = 10;
    timerfd_settime(timer, 0, &ten, nullptr);
}

int main(int argc, char** argv) {
    if (argc != 3) fail("usage: server PORT DIRECTORY");
    char* rest = nullptr;
    const long port = std::strtol(argv[1], &rest, 10);
    if (*rest || rest == argv[1] || port <= 1023 || port > 65535) fail("bad port " + std::string(argv[1]));
    std::filesystem::create_directories(argv[2]);
    sigset_t ending;
    sigemptyset(&ending);
    for (int number : {SIGTERM, SIGQUIT, SIGINT}) sigaddset(&ending, number);
    sigprocmask(SIG_BLOCK, &ending, nullptr);
    const int signals = signalfd(-1, &ending, 0), poller = epoll_create1(0), yes = 1;
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_port = htons(static_cast<in_port_t>(port));
    if (bind(listener, reinterpret_cast<sockaddr*>(&here), sizeof here) || listen(listener, 1024)) fail("cannot listen");
    std::map<int, Upload> uploads; // by socket and by timer
    auto watch = [&](int fd) {
        epoll_event event{EPOLLIN, {.fd = fd}};
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
    };
    auto drop = [&](Upload upload) {
        uploads.erase(upload.sock);
        uploads.erase(upload.timer);
        close(upload.sock);
        close(upload.timer);
        close(upload.file);
    };
    watch(signals);
    watch(listener);
    static char block[1 << 16];
    for (unsigned number = 0;;) {
        epoll_event event;
        if (epoll_wait(poller, &event, 1, -1) != 1) continue;
        const int fd = event.data.fd;
        if (fd == signals) return 0;
        if (fd == listener) {
            const int sock = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
            if (sock < 0) continue;
            const std::string path = std::string(argv[2]) + "/" + std::to_string(++number) + ".file";
            const Upload upload{sock, timerfd_create(CLOCK_MONOTONIC, 0), open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0666)};
            restart(upload.timer);
            uploads[upload.sock] = uploads[upload.timer] = upload;
            watch(upload.sock);
            watch(upload.timer);
            continue;
        }
        const auto found = uploads.find(fd);
        if (found == uploads.end()) continue;
        const Upload upload = found->second;
        if (fd == upload.timer) {
            if (ftruncate(upload.file, 0) == 0 && pwrite(upload.file, "ERROR", 5, 0) == 5) drop(upload);
            continue;
        }
        const ssize_t count = read(upload.sock, block, sizeof block);
        if (count > 0 && write(upload.file, block, static_cast<std::size_t>(count)) == count)
            restart(upload.timer);
        else if (count <= 0)
            drop(upload);
    }
}
