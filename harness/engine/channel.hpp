/// The sockets of a case: connections between harness and candidate, and what the harness listens on.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace counterpart::engine {

using Tcp = boost::asio::ip::tcp;

/// A TCP connection between harness and candidate.
struct Connection {
    Connection(Tcp::socket s, std::string n) : socket(std::move(s)), name(std::move(n)) {}
    Tcp::socket socket;
    std::string name;
    std::uint16_t peer_port = 0; ///< the candidate's, where it was the one who connected
    std::string pending;         ///< bytes that came but were not asked for yet
    std::uint64_t received = 0, sent = 0;
    bool finished = false;      ///< the candidate's end of the stream was seen
    bool reset = false;         ///< the candidate cut it off
    bool broken = false;        ///< a send has met its reset: the kernel tells of that once, and then of an end
    bool refused = false;       ///< so, or after an orderly end: its kernel refuses what is still sent
    bool closed = false;        ///< the harness has closed it
    bool last_response = false; ///< its HTTP response said that no other follows on the connection
    bool last_request = false;  ///< its HTTP request asks that the response end the connection (RFC 9112 section 9.6)
    bool reading_ahead = false; ///< somebody reads into `pending`, also when nothing waits for it
};

/// Cuts a connection off: closing with a linger time of zero sends RST instead of FIN (socket(7)). One that is closed
/// already stays as it is.
inline void cut_off(Connection& connection) {
    boost::system::error_code ignored;
    connection.socket.set_option(Tcp::socket::linger(true, 0), ignored);
    connection.socket.close(ignored);
}

/// A listening socket of the harness.
struct Listener {
    Listener(Tcp::acceptor a, std::string n, std::uint16_t p) : acceptor(std::move(a)), name(std::move(n)), port(p) {}
    Tcp::acceptor acceptor;
    std::string name;
    std::uint16_t port;
    std::optional<Tcp::socket> filler;             ///< fills the queue of one that does not answer, see silence.hpp
    std::size_t absorbed = 0;                      ///< connections that were taken and closed without being judged
    std::vector<std::shared_ptr<Connection>> open; ///< on which receive-request looks for the next request
};

} // namespace counterpart::engine
