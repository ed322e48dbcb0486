// server PORT DIRECTORY: a std::thread for each connection.
#include <arpa/inet.h>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

void upload(int sock, const std::string& path) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    timeval limit{10, 0};
    setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    const std::string command = "accio\r\n";
    bool silent = false;
    if (send(sock, command.data(), command.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(command.size())) {
        std::vector<char> block(1 << 16);
        ssize_t count = 0;
        while ((count = recv(sock, block.data(), block.size(), 0)) > 0) file.write(block.data(), count);
        silent = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }
    file.close();
    if (silent) std::ofstream(path, std::ios::trunc) << "ERROR";
    close(sock);
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 3) throw std::runtime_error("usage: server PORT DIRECTORY");
    std::size_t used = 0;
    const int port = std::stoi(argv[1], &used);
    if (argv[1][used] != '\0' || port < 1024 || port > 65535) throw std::out_of_range("bad port");
    for (int number : {SIGTERM, SIGQUIT, SIGINT}) std::signal(number, [](int) { _exit(0); });
    std::filesystem::create_directories(argv[2]);
    const int listener = socket(AF_INET6, SOCK_STREAM, 0), yes = 1, no = 0;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(static_cast<in_port_t>(port));
    address.sin6_addr = in6addr_any;
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("bind");
    if (listen(listener, SOMAXCONN) != 0) throw std::runtime_error("listen");
    for (unsigned n = 1;; ++n) {
        const int sock = accept(listener, nullptr, nullptr);
        if (sock < 0) continue;
        std::thread(upload, sock, std::string(argv[2]) + "/" + std::to_string(n) + ".file").detach();
    }
} catch (const std::exception& error) {
    std::cerr << "ERROR: " << error.what() << std::endl;
    return EXIT_FAILURE;
}
