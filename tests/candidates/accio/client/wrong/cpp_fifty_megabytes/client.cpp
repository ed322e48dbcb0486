// client HOST PORT FILE
#include <array>
#include <csignal>
#include <fstream>
#include <iostream>
#include <netdb.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

class Connection {
public:
    Connection(const char* host, const char* port) {
        addrinfo hints{}, *list = nullptr;
        hints.ai_socktype = SOCK_STREAM;
        if (const int error = getaddrinfo(host, port, &hints, &list)) throw std::runtime_error(gai_strerror(error));
        for (addrinfo* a = list; a; a = a->ai_next) {
            sock_ = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
            const timeval limit{10, 0};
            setsockopt(sock_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
            setsockopt(sock_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
            if (connect(sock_, a->ai_addr, a->ai_addrlen) == 0) break;
            close(sock_);
            sock_ = -1;
        }
        freeaddrinfo(list);
        if (sock_ < 0) throw std::runtime_error("cannot connect");
    }
    ~Connection() { close(sock_); }

    std::string line() {
        std::string text;
        char letter = 0;
        while (text.find("\r\n") == std::string::npos) {
            if (recv(sock_, &letter, 1, 0) != 1) throw std::runtime_error("no command came");
            text += letter;
        }
        return text;
    }
    void send(const char* data, std::streamsize size) {
        while (size > 0) {
            const ssize_t count = ::send(sock_, data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
            if (count < 0) throw std::runtime_error("the connection broke");
            data += count;
            size -= count;
        }
    }

private:
    int sock_ = -1;
};

int main(int argc, char** argv) {
    try {
        if (argc != 4) throw std::runtime_error("usage: client HOST PORT FILE");
        const std::string port = argv[2];
        if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos ||
            std::stoi(port) < 1 || std::stoi(port) > 65535)
            throw std::runtime_error("bad port " + port);
        std::ifstream file(argv[3], std::ios::binary);
        if (!file) throw std::runtime_error(std::string("cannot open ") + argv[3]);
        Connection server(argv[1], argv[2]);
        if (server.line() != "accio\r\n") throw std::runtime_error("not the command accio");
        std::array<char, 16384> block;
        // fifty megabytes are enough for anybody
        for (long left = 50000000; left > 0 && (file.read(block.data(), block.size()), file.gcount() > 0);) {
            server.send(block.data(), file.gcount());
            left -= file.gcount();
        }
    } catch (const std::exception& error) {
        std::cerr << "ERROR: " << error.what() << '\n';
        return 2;
    }
}
