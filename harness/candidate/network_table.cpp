// Reads the kernel's tables of TCP sockets.
#include "harness/candidate/network_table.hpp"
#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <cstring>
#include <fstream>

namespace counterpart::candidate {

namespace {

// 8 or 32 hexadecimal digits: words in the machine's order.
std::string address_text(const std::string& digits) {
    std::array<std::uint32_t, 4> words{};
    for (std::size_t at = 0; at + 8 <= digits.size() && at < 32; at += 8)
        words[at / 8] = static_cast<std::uint32_t>(std::stoul(digits.substr(at, 8), nullptr, 16));
    std::array<char, INET6_ADDRSTRLEN> text{};
    bool mapped = digits.size() == 32 && words[0] == 0 && words[1] == 0 && words[2] == htonl(0xffff);
    if (mapped)
        ::inet_ntop(AF_INET, &words[3], text.data(), text.size());
    else
        ::inet_ntop(digits.size() == 8 ? AF_INET : AF_INET6, words.data(), text.data(), text.size());
    return text.data();
}

} // namespace

std::optional<SocketState> parse_table_line(std::string_view line) {
    char local[33] = {}, remote[33] = {};
    unsigned local_port = 0, remote_port = 0, state = 0, send_queue = 0, receive_queue = 0;
    unsigned timer = 0, uid = 0, inode = 0;
    std::string text(line);
    int fields = std::sscanf(text.c_str(), " %*d: %32[0-9A-F]:%X %32[0-9A-F]:%X %X %X:%X %X:%*X %*s %u %*d %u", local,
                             &local_port, remote, &remote_port, &state, &send_queue, &receive_queue, &timer, &uid,
                             &inode);
    if (fields != 10) return std::nullopt;
    SocketState found;
    found.local_address = address_text(local);
    found.local_port = static_cast<std::uint16_t>(local_port);
    found.remote_address = address_text(remote);
    found.remote_port = static_cast<std::uint16_t>(remote_port);
    found.state = static_cast<int>(state);
    found.receive_queue = receive_queue;
    found.send_queue = send_queue;
    found.timer = timer != 0;
    found.inode = inode;
    found.uid = uid;
    return found;
}

std::vector<SocketState> read_socket_tables(std::uint32_t states) {
    std::vector<SocketState> sockets;
    for (const char* table : {"/proc/thread-self/net/tcp", "/proc/thread-self/net/tcp6"}) {
        std::ifstream file(table);
        for (std::string line; std::getline(file, line);) {
            auto found = parse_table_line(line);
            if (found && (states & (1u << found->state)) != 0) sockets.push_back(std::move(*found));
        }
    }
    return sockets;
}

std::optional<SocketState> find_listener(const std::vector<SocketState>& sockets, const std::string& address,
                                         std::uint16_t port) {
    for (const auto& wanted : {address, std::string("0.0.0.0"), std::string("::")})
        for (const auto& each : sockets)
            if (each.local_port == port && each.local_address == wanted) return each;
    return std::nullopt;
}

} // namespace counterpart::candidate
