/// Sockets in a cage's network namespace, and the kernel's view of the candidate's own sockets there
/// (NETLINK_SOCK_DIAG). Readiness is observed here, never guessed by connecting (DESIGN 4).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace counterpart::candidate {

/// A non-blocking, close-on-exec TCP/IPv4 socket living in the namespace (-1: the host's). The calling thread is back
/// in its own namespace when this returns. Throws std::system_error.
int open_tcp_socket(int network_namespace);

/// One TCP socket as the kernel describes it.
struct SocketState {
    std::string local_address;
    std::uint16_t local_port = 0;
    std::string remote_address;
    std::uint16_t remote_port = 0;
    int state = 0;                   ///< TCP_LISTEN, TCP_SYN_SENT, TCP_ESTABLISHED, … of <netinet/tcp.h>
    std::uint32_t receive_queue = 0; ///< bytes not yet read; for a listener: connections not yet accepted
    std::uint32_t send_queue = 0;    ///< bytes not yet acknowledged; for a listener: its backlog
    bool timer = false;              ///< the kernel will do something by itself: send again, probe, keep alive
    std::uint32_t inode = 0;
    std::uint32_t uid = 0;
};

/// Answers questions about the TCP sockets of one namespace; holds one netlink socket there. Not thread-safe.
class SocketWatch {
public:
    explicit SocketWatch(int network_namespace); ///< -1: the host's
    ~SocketWatch();
    SocketWatch(const SocketWatch&) = delete;
    SocketWatch& operator=(const SocketWatch&) = delete;

    /// The socket that would take a connection to address:port (exact look-up, finds 0.0.0.0 and dual-stack [::] too).
    std::optional<SocketState> listener(const std::string& address, std::uint16_t port);

    /// Whether the kernel would take one more connection to address:port, or drop the attempt because as many as the
    /// listener allows wait to be accepted already. True where there is no listener or the kernel does not tell.
    bool has_room(const std::string& address, std::uint16_t port);

    /// The candidate's end of a connection, named by its own local and remote address.
    std::optional<SocketState> connection(const std::string& local_address, std::uint16_t local_port,
                                          const std::string& remote_address, std::uint16_t remote_port);

    /// Every TCP socket in one of the given states (bit n: state n), IPv4 and IPv6. Slower; for explanations.
    std::vector<SocketState> all(std::uint32_t states);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace counterpart::candidate
