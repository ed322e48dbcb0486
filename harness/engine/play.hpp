/// One program of the candidate at play, as the steps see it: its cage, its process, its connections.
#pragma once
#include "harness/candidate/candidate.hpp"
#include "harness/engine/scope.hpp"

namespace counterpart::engine {

/// What came on a connection within a time.
struct Arrival {
    enum class Kind { bytes, end, reset, nothing } kind;
    std::size_t count = 0;
};

/// How a send is cut up (DESIGN 4: every fault proves that it bit).
struct Pieces {
    std::uint64_t size = 0; ///< of each piece; 0: all at once
    bool random = false;
    bool apart = false;       ///< what was sent before must have been read first
    std::uint64_t window = 0; ///< so many bytes at most lie unread at the candidate; 0: as many as it has room for
    std::chrono::milliseconds pause{0};
};

class Play {
public:
    Play(Session&, Side&);
    ~Play();
    Play(const Play&) = delete;
    Play& operator=(const Play&) = delete;

    Session& session;
    Side& side;
    // What steps use most, of the two.
    const CaseJob& job;
    const boost::asio::any_io_executor& executor;
    const std::shared_ptr<candidate::Signal>& signal;
    candidate::Cage& cage;
    candidate::SocketWatch& watch;
    candidate::WorkDirectory& files;
    std::unique_ptr<candidate::Candidate> program; ///< the process; none before it is started
    Clock::time_point begun;                       ///< when it was started

    /// Plays steps in order until one misses; the miss is explained with the step's slips.
    boost::asio::awaitable<Outcome> steps(Scope&, const std::vector<scenario::Step>&);

    /// When a step's wait ends: its `within`, or `otherwise`; never later than the case's own limit.
    Deadline deadline(const scenario::Step&, std::chrono::milliseconds otherwise = std::chrono::seconds(10)) const;
    Deadline in(std::chrono::milliseconds time) const { return session.in(time); }
    /// Whether a wait is over: its time has come, or the candidate can never go on by itself.
    bool over(Deadline deadline) const { return session.stuck() || Clock::now() >= deadline; }

    /// While it lives, the harness has something of its own to come: the candidate is not stuck, it is being waited
    /// for. Holds the session, since what runs beside a case may be given up later than the case itself.
    class Busy {
    public:
        explicit Busy(Play& play) : session_(play.session.shared_from_this()) { ++session_->busy; }
        ~Busy() { --session_->busy; }
        Busy(const Busy&) = delete;
        Busy& operator=(const Busy&) = delete;

    private:
        std::shared_ptr<Session> session_;
    };

    void note(Direction, const std::string& channel, std::string what, std::uint64_t bytes = 0,
              std::string_view data = {});
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
    /// Connects to the program: 0, or what went wrong (errno), ETIMEDOUT at the deadline. Begins when the program's
    /// queue of connections to be accepted has room: an attempt without it is dropped by the kernel and made again
    /// after ever longer pauses, which says nothing about the program.
    boost::asio::awaitable<int> connect(Connection&, const Tcp::endpoint& target, Deadline);
    /// Accepts one connection, or says why none came.
    boost::asio::awaitable<std::shared_ptr<Connection>> accept(Listener&, std::string name, Deadline);
    /// Ends the connection in an orderly way: what still comes is read and dropped until the case is over.
    void close(const std::shared_ptr<Connection>&);
    /// Waits until at most `unread` bytes of what was sent to it lie unread at the candidate, and says how many do;
    /// 0 when it has closed, nothing when the time came first.
    boost::asio::awaitable<std::optional<std::uint64_t>> drained(Connection&, std::uint64_t unread, Deadline);

    Tcp::socket open_socket();
    /// Opens a listening socket where the program will look for it; without `answers`, connection attempts get none.
    /// Throws std::runtime_error when the port is taken.
    std::shared_ptr<Listener> listen(const std::string& name, const std::string& address, std::uint16_t port,
                                     bool answers);

private:
    boost::asio::awaitable<void> pass_over(const scenario::Step&);
    boost::asio::awaitable<Outcome> send_all(Connection&, const scenario::Content&, std::uint64_t begin,
                                             std::uint64_t end, std::chrono::milliseconds stall);
};

/// One kind of step; its file in engine/steps is named like its element.
using StepPlayer = boost::asio::awaitable<Outcome> (*)(Scope&, const scenario::Step&);
/// The player of a kind of step; null when there is none. The table is generated from the files in engine/steps.
StepPlayer step_player(std::string_view kind);

} // namespace counterpart::engine
