/// The harness between two programs of one candidate: what one sends, the other gets, in whatever format it is. With a
/// fault it passes things on as a bad network would (DESIGN 3).
#pragma once
#include "harness/engine/play.hpp"

namespace counterpart::engine {

/// How a relay treats what goes through it, in the directions that it is set for.
struct RelayFault {
    bool up = true, down = true; ///< up: to the program that listens
    Pieces pieces;
    std::chrono::milliseconds join{0};   ///< held until nothing more has come for this time
    std::optional<std::uint64_t> cut;    ///< after so many bytes both sides are reset
    std::optional<std::uint64_t> silent; ///< after so many bytes nothing goes through any more
};

class Relay : public std::enable_shared_from_this<Relay> {
public:
    /// What has gone through in one direction, over all connections.
    struct Stream {
        std::uint64_t bytes = 0;
        std::string recorded; ///< the first MiB
    };

    /// `from` and `to` are the programs that connect and listen; `target` is the port of the latter.
    Relay(std::string name, Play& from, Play& to, std::uint16_t target, RelayFault);

    /// Takes every connection that comes to the listener, until the case is over.
    void begin(std::shared_ptr<Listener>);

    /// Connections that wait to be taken.
    bool anybody_waits() const;

    const Stream& up() const { return up_; }
    const Stream& down() const { return down_; }
    std::size_t connections() const { return connections_; }
    /// Those that one of the programs has not closed; 0 when both have closed all of theirs.
    std::size_t open() const { return open_near_ + open_far_; }
    std::size_t open_near() const { return open_near_; }   ///< not closed by the one that connected
    std::size_t open_far() const { return open_far_; }     ///< not closed by the one that listens
    std::uint16_t last_port() const { return last_port_; } ///< ours, towards the one that listens
    const Play& from() const { return from_; }
    const Play& to() const { return to_; }
    bool fault_came() const { return fault_came_; }
    const RelayFault& fault() const { return fault_; }

private:
    /// A connection: the side that connected, and ours to the one that listens.
    struct Wire {
        std::shared_ptr<Connection> near, far;
        bool dead = false, silent = false;
    };
    boost::asio::awaitable<void> serve(std::shared_ptr<Listener>);
    boost::asio::awaitable<void> pump(std::shared_ptr<Wire>, bool upwards);
    boost::asio::awaitable<std::string> gather(Wire&, Connection& source, bool upwards);
    boost::asio::awaitable<void> pass_on(Play& reader, Connection& source, Connection& target, std::string bytes,
                                          bool faulty);
    boost::asio::awaitable<std::shared_ptr<Connection>> dial(std::string name);
    void kill(Wire&, const char* why);
    void fall_silent_on(Wire&);

    std::string name_;
    std::shared_ptr<Session> session_;
    Play& from_;
    Play& to_;
    std::uint16_t door_ = 0, target_;
    RelayFault fault_;
    Stream up_, down_;
    std::size_t connections_ = 0, open_near_ = 0, open_far_ = 0;
    std::uint16_t last_port_ = 0;
    bool fault_came_ = false;
};

} // namespace counterpart::engine
