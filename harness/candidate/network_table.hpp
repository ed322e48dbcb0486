/// Being in a network namespace for a moment, and its TCP sockets as /proc lists them: slow, but there everywhere.
#pragma once
#include "harness/candidate/network.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace counterpart::candidate {

/// Moves the calling thread into a network namespace (-1: nowhere) and back. Must not live across a co_await.
class Inside {
public:
    explicit Inside(int network_namespace);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    int home_ = -1;
};

/// The sockets of the calling thread's network in one of the states, from /proc/thread-self/net/tcp and tcp6.
std::vector<SocketState> read_socket_tables(std::uint32_t states);

/// One of their lines; nothing for the heading and for what cannot be read. Pure.
std::optional<SocketState> parse_table_line(std::string_view line);

/// The listener among `sockets` that would take a connection to address:port. Pure.
std::optional<SocketState> find_listener(const std::vector<SocketState>& sockets, const std::string& address,
                                         std::uint16_t port);

} // namespace counterpart::candidate
