// client HOST PORT FILE
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <iostream>
#include <netdb.h>
#include <poll.h>
#include <csignal>
#include <string>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

[[noreturn]] static void fail(const std::string& what) {
    std::cerr << "ERROR: " << what << '\n';
    std::exit(1);
}

static void ready(int sock) {
    pollfd wait{sock, POLLOUT, 0};
    if (poll(&wait, 1, 10000) == 0) fail("timeout");
}

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    if (argc != 4) fail("usage: client HOST PORT FILE");
    int port = 0;
    try {
        std::size_t used = 0;
        port = std::stoi(argv[2], &used);
        if (used != std::strlen(argv[2])) port = 0;
    } catch (const std::exception&) {
    }
    if (port < 1 || port > 65535) fail("bad port");
    const int file = open(argv[3], O_RDONLY);
    if (file < 0) fail(std::string(argv[3]) + ": " + std::strerror(errno));
    addrinfo hints{}, *found = nullptr;
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(argv[1], argv[2], &hints, &found) != 0) fail("unknown host");
    const int sock = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (connect(sock, found->ai_addr, found->ai_addrlen) < 0 && errno != EINPROGRESS) fail(std::strerror(errno));
    ready(sock);
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) fail(std::strerror(error));
    for (;;) {
        const ssize_t count = sendfile(sock, file, nullptr, 1 << 20);
        if (count == 0) break;
        if (count < 0 && errno == EAGAIN)
            ready(sock);
        else if (count < 0)
            fail(std::strerror(errno));
    }
    close(sock);
}
