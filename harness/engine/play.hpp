/// The case being played: its cage, candidate, connections and transcript, as the steps see them.
#pragma once
#include "harness/candidate/candidate.hpp"
#include "harness/candidate/network.hpp"
#include "harness/candidate/workdir.hpp"
#include "harness/engine/miss.hpp"
#include "harness/engine/player.hpp"
#include "harness/scenario/values.hpp"
#include <boost/asio/ip/tcp.hpp>
#include <deque>
#include <set>

namespace counterpart::engine {

using candidate::Clock;
using candidate::Deadline;
using Tcp = boost::asio::ip::tcp;

/// A TCP connection between harness and candidate.
struct Connection {
    Connection(Tcp::socket s, std::string n) : socket(std::move(s)), name(std::move(n)) {}
    Tcp::socket socket;
    std::string name;
    std::string pending; ///< bytes that came but were not asked for yet
    std::uint64_t received = 0, sent = 0;
    bool finished = false;      ///< the candidate's end of the stream was seen
    bool reset = false;         ///< the candidate cut it off
    bool closed = false;        ///< the harness has closed it
    bool reading_ahead = false; ///< somebody reads into `pending`, also when nothing waits for it
};

/// A listening socket of the harness.
struct Listener {
    Listener(Tcp::acceptor a, std::string n, std::uint16_t p) : acceptor(std::move(a)), name(std::move(n)), port(p) {}
    Tcp::acceptor acceptor;
    std::string name;
    std::uint16_t port;
    std::size_t absorbed = 0;                      ///< connections that were taken and closed without being judged
    std::vector<std::shared_ptr<Connection>> open; ///< on which receive-request looks for the next request
};

class Play;

/// What came to a <serve> step: how many requests, and the first that was wrong.
struct Service {
    std::size_t requests = 0;
    Outcome first;
};

/// The names that steps use: values, connections, listeners. An inner scope (a round of a repeat) sees its outer one.
class Scope {
public:
    Scope(Play& owner, std::uint64_t seed, scenario::Values::PortCheck usable)
        : play(owner), values(seed, std::move(usable)) {}
    Scope(Scope& outer, std::string_view salt) : play(outer.play), values(outer.values, salt), outer_(&outer) {}

    Play& play;
    scenario::Values values;

    void add(const std::string& name, std::shared_ptr<Connection> connection) {
        connections_[name] = std::move(connection);
    }
    void add(const std::string& name, std::shared_ptr<Listener> listener) { listeners_[name] = std::move(listener); }
    std::shared_ptr<Connection>
    connection(const scenario::Step&) const;                         ///< the one named by `on`; throws when it is none
    std::shared_ptr<Listener> listener(const scenario::Step&) const; ///< likewise
    bool is_listener(const std::string& name) const;

private:
    Scope* outer_ = nullptr;
    std::map<std::string, std::shared_ptr<Connection>> connections_;
    std::map<std::string, std::shared_ptr<Listener>> listeners_;
};

/// What came on a connection within a time.
struct Arrival {
    enum class Kind { bytes, end, reset, nothing } kind;
    std::size_t count = 0;
};

/// How a send is cut up (DESIGN 4: every fault proves that it bit).
struct Pieces {
    std::uint64_t size = 0; ///< of each piece; 0: all at once
    bool random = false;
    bool apart = false; ///< what was sent before must have been read first
    std::uint64_t window = 0; ///< so many bytes at most lie unread at the candidate; 0: as many as it has room for
    std::chrono::milliseconds pause{0};
};

class Play {
public:
    Play(const CaseJob&, boost::asio::any_io_executor, std::unique_ptr<candidate::Cage>);
    ~Play();
    Play(const Play&) = delete;
    Play& operator=(const Play&) = delete;

    const CaseJob& job;
    boost::asio::any_io_executor executor;
    std::unique_ptr<candidate::Cage> cage;
    candidate::SocketWatch watch;
    candidate::WorkDirectory files;
    std::unique_ptr<candidate::Candidate> program;
    std::shared_ptr<candidate::Signal> signal = std::make_shared<candidate::Signal>();
    std::set<std::string> placed; ///< paths of files that the case placed
    std::map<std::string, std::set<std::string>> distinct;
    std::map<std::string, std::map<std::string, std::string>> tables; ///< what <remember> keeps for <recall>
    std::map<std::string, Service> services;                          ///< by the name that <serve> gives them
    std::vector<std::string> remarks;                                 ///< of the current stage
    int stage = 0;

    /// Plays steps in order until one misses; the miss is explained with the step's slips.
    boost::asio::awaitable<Outcome> steps(Scope&, const std::vector<scenario::Step>&);

    /// When a step's wait ends: its `within`, or `otherwise`; never later than the case's own limit.
    Deadline deadline(const scenario::Step&, std::chrono::milliseconds otherwise = std::chrono::seconds(10)) const;
    Deadline in(std::chrono::milliseconds) const; ///< scaled, and cut to the case's limit
    bool out_of_time() const;                     ///< whether the case's limit has been reached
    /// Whether a wait is over: its time has come, or the candidate can never go on by itself.
    bool over(Deadline deadline) const { return stuck_ || Clock::now() >= deadline; }
    /// Looks on, from the candidate's start to the end of the case, for it to wait for ever while nothing is on its
    /// way.
    void begin_stuck_watch();

    /// While it lives, the harness has something of its own to come: the candidate is not stuck, it is being waited
    /// for.
    class Busy {
    public:
        explicit Busy(Play& play) : play_(play) { ++play_.busy_; }
        ~Busy() { --play_.busy_; }
        Busy(const Busy&) = delete;
        Busy& operator=(const Busy&) = delete;

    private:
        Play& play_;
    };

    void note(Direction, const std::string& channel, std::string what, std::uint64_t bytes = 0,
              std::string_view data = {});
    std::vector<Event> take_transcript() { return std::move(transcript_); }
    void remark(std::string text);

    /// Whether nothing more is to be expected: it has ended (or its calls have) and none of its threads lives on.
    bool candidate_gone() const;
    /// Waits until `holds`; false when the time has come or the candidate is gone first.
    boost::asio::awaitable<bool> until(Deadline, std::function<bool()> holds);
    boost::asio::awaitable<void> rest(std::chrono::milliseconds);

    /// A miss about something that did not happen in time, or ended: with what the program was doing or how it ended.
    boost::asio::awaitable<Miss> missed(FailureType, std::string summary);
    /// Adds to a miss how the program ended, when it ended badly around that time.
    boost::asio::awaitable<void> add_end(Miss&);

    boost::asio::awaitable<Arrival> arrive(Connection&, std::span<char>, Deadline);
    /// Sends everything, as pieces. That the candidate closed meanwhile is no miss: what it did is judged elsewhere.
    boost::asio::awaitable<Outcome> deliver(Connection&, const scenario::Content&, Pieces, Deadline);
    /// Accepts one connection, or says why none came.
    boost::asio::awaitable<std::shared_ptr<Connection>> accept(Listener&, std::string name, Deadline);
    /// Ends the connection in an orderly way: what still comes is read and dropped until the case is over.
    void close(const std::shared_ptr<Connection>&);
    /// Waits until at most `unread` bytes of what was sent to it lie unread at the candidate, and says how many do;
    /// 0 when it has closed, nothing when the time came first.
    boost::asio::awaitable<std::optional<std::uint64_t>> drained(Connection&, std::uint64_t unread, Deadline);

    Tcp::socket open_socket();
    /// Keeps the case's hold on it: when the case is over, it is closed, whoever still waits on it.
    std::shared_ptr<Connection> own(std::shared_ptr<Connection>);
    std::shared_ptr<Listener> own(std::shared_ptr<Listener>);
    /// The ports on which the harness itself listens.
    std::set<std::uint16_t> own_ports() const;
    /// Time that was the machine's does not count against the case.
    void allow_more(Clock::duration time) { limit_ += time; }

private:
    boost::asio::awaitable<Outcome> send_all(Connection&, const scenario::Content&, std::uint64_t begin,
                                             std::uint64_t end, std::chrono::milliseconds stall);

    boost::asio::awaitable<void> watch_for_stuck(std::shared_ptr<bool> alive);
    bool anything_on_its_way();

    Clock::time_point began_ = Clock::now();
    unsigned busy_ = 0;       ///< things of the harness's own that are still to come
    unsigned long steps_ = 0; ///< steps begun: what happened before one says nothing about the next
    bool stuck_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    Deadline limit_;
    std::vector<Event> transcript_;
    std::vector<std::weak_ptr<Connection>> connections_;
    std::vector<std::weak_ptr<Listener>> listeners_;
};

/// One kind of step; its file in engine/steps is named like its element.
using StepPlayer = boost::asio::awaitable<Outcome> (*)(Scope&, const scenario::Step&);
/// The player of a kind of step; null when there is none. The table is generated from the files in engine/steps.
StepPlayer step_player(std::string_view kind);

} // namespace counterpart::engine
