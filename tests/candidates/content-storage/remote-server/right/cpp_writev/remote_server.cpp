// remote_server PORT FILE1 FILE2
#include <arpa/inet.h>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static void check(bool good, const char* what) {
    if (!good) {
        std::perror(what);
        std::exit(1);
    }
}

static void upload(sockaddr_in manager, const std::string& path) {
    int sock = socket(AF_INET, SOCK_STREAM, 0);
    check(connect(sock, reinterpret_cast<sockaddr*>(&manager), sizeof manager) == 0, "connect");
    std::string name = path.substr(path.find_last_of('/') + 1);
    char newline = '\n';
    iovec parts[2] = {{name.data(), name.size()}, {&newline, 1}};
    check(writev(sock, parts, 2) == static_cast<ssize_t>(name.size() + 1), "writev");
    int file = open(path.c_str(), O_RDONLY);
    struct stat about {};
    check(file >= 0 && fstat(file, &about) == 0, path.c_str());
    off_t at = 0;
    while (at < about.st_size) check(sendfile(sock, file, &at, 65536) > 0, "sendfile");
    close(file);
    close(sock);
}

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: remote_server PORT FILE1 FILE2\n");
        return 2;
    }
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_port = htons(std::atoi(argv[1]));
    check(bind(listener, reinterpret_cast<sockaddr*>(&here), sizeof here) == 0, "bind");
    check(listen(listener, 4) == 0, "listen");
    for (;;) {
        sockaddr_in manager{};
        socklen_t size = sizeof manager;
        int trigger = accept(listener, reinterpret_cast<sockaddr*>(&manager), &size);
        std::string digits;
        for (char c; read(trigger, &c, 1) == 1;) digits += c;
        close(trigger);
        try {
            manager.sin_port = htons(static_cast<in_port_t>(std::stoul(digits)));
        } catch (const std::exception&) {
            std::fprintf(stderr, "that is no port: %s\n", digits.c_str());
            continue;
        }
        upload(manager, argv[2]);
        upload(manager, argv[3]);
    }
}
