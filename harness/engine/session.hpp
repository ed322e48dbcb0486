/// A case being played, as far as it is the same for all programs of the candidate: their cages, the clock, the
/// transcript. What runs beside the case's steps holds it by shared_ptr, and leaves off once it is over.
#pragma once
#include "harness/candidate/network.hpp"
#include "harness/candidate/signal.hpp"
#include "harness/candidate/starvation.hpp"
#include "harness/candidate/workdir.hpp"
#include "harness/engine/channel.hpp"
#include "harness/engine/miss.hpp"
#include "harness/engine/player.hpp"
#include <map>
#include <set>

namespace counterpart::engine {

using candidate::Clock;
using candidate::Deadline;

class Play;
class Relay;

/// Where one of the candidate's programs lives: a cage of its own, with its own files and its own loopback.
struct Side {
    Side(const Launch& how, std::unique_ptr<candidate::Cage> where)
        : launch(how), cage(std::move(where)), watch(cage->network()), files(cage->working_directory(), cage->owner()) {
    }
    const Launch& launch;
    std::unique_ptr<candidate::Cage> cage;
    candidate::SocketWatch watch;
    candidate::WorkDirectory files;
    std::set<std::string> placed; ///< paths of files that the case placed
};

/// What came to a <serve> step: how many requests, and the first that was wrong.
struct Service {
    std::size_t requests = 0;
    Outcome first;
};

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(const CaseJob&, boost::asio::any_io_executor);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    const CaseJob job;
    const boost::asio::any_io_executor executor;
    const std::shared_ptr<candidate::Signal> signal = std::make_shared<candidate::Signal>();
    std::map<std::string, std::set<std::string>> distinct;
    std::map<std::string, std::map<std::string, std::string>> tables; ///< what <remember> keeps for <recall>
    std::map<std::string, Service> services;                          ///< by the name that <serve> gives them
    std::map<std::string, std::shared_ptr<Relay>> relays;             ///< by the name that <relay> gives them
    std::vector<std::string> remarks;                                 ///< of the current stage
    int stage = 0;

    /// Adds a program's cage, and gives the play of a program in it that is not started yet.
    Play& settle(const Launch&, std::unique_ptr<candidate::Cage>);
    /// A further process of the same program.
    Play& another(Side&);
    const std::vector<std::unique_ptr<Side>>& sides() const { return sides_; }
    const std::vector<std::unique_ptr<Play>>& plays() const { return plays_; }

    void note(Direction, const std::string& channel, std::string what, std::uint64_t bytes, std::string_view data);
    std::vector<Event> take_transcript() { return std::move(transcript_); }

    /// Keeps the case's hold on it: when the case is over, it is closed, whoever still waits on it.
    std::shared_ptr<Connection> own(std::shared_ptr<Connection>);
    std::shared_ptr<Listener> own(std::shared_ptr<Listener>);
    /// The ports on which the harness itself listens.
    std::set<std::uint16_t> own_ports() const;

    Deadline in(std::chrono::milliseconds) const; ///< scaled, and cut to the case's limit
    bool out_of_time() const { return Clock::now() >= limit_; }
    Deadline limit() const { return limit_; }
    /// Time that was the machine's does not count against the case.
    void allow_more(Clock::duration time) { limit_ += time; }

    /// Looks on, from a program's start to the end of the case, for all of them to wait for ever while nothing is on
    /// its way, and for how long they could not run because others had the processors. Who has precedence, and gets in
    /// its own way, loses it.
    void begin_watch();
    bool stuck() const { return stuck_; }
    Clock::duration starved() const {
        return starvation_.waited() ? starvation_.total(candidate::used_by_all() - used_before_) : Clock::duration{};
    }
    void step_begun();
    unsigned busy = 0; ///< things of the harness's own that are still to come: nobody is stuck meanwhile

    /// Closes every socket of the case; what runs beside it leaves off.
    void end();
    bool over() const { return over_; }

private:
    boost::asio::awaitable<void> watch(unsigned long generation);
    bool anything_on_its_way();

    const Clock::time_point began_ = Clock::now();
    Deadline limit_;
    bool over_ = false, stuck_ = false;
    unsigned long steps_ = 0;   ///< steps begun: what happened before one says nothing about the next
    unsigned long watches_ = 0; ///< a later watch replaces an earlier one
    candidate::Starvation starvation_{candidate::usable_processors()};
    const std::chrono::nanoseconds used_before_ = candidate::used_by_all();
    std::vector<std::unique_ptr<Side>> sides_;
    std::vector<std::unique_ptr<Play>> plays_;
    std::vector<Event> transcript_;
    std::size_t transcribed_ = 0; ///< bytes of data in it
    std::vector<std::weak_ptr<Connection>> connections_;
    std::vector<std::weak_ptr<Listener>> listeners_;
};

} // namespace counterpart::engine
