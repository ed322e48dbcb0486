/// The harness's end of one cage: what its first process has told us, and waiting for more.
#pragma once
#include "harness/candidate/cage.hpp"
#include "harness/candidate/cage/descriptor.hpp"
#include "harness/candidate/cage/request.hpp"
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace counterpart::candidate {

/// What is known of one start request.
struct ProcessRecord {
    bool started = false;
    int host_pid = 0;
    std::optional<Failure> failure;
    std::optional<Ended> ended;
};

/// What is known of a cage. The parts come in two messages, in either order.
struct CageRecord {
    int root_pid = 0;
    unsigned owner = 0;
    std::string working_path;
    bool proc = false;
    Descriptor network, directory;
    bool cloned = false, ready = false;
    std::optional<Failure> failure;
    bool hung_up = false; ///< the first process has closed its end
    bool dead = false;    ///< everyone inside is
};

/// Reads the control socket in the background for as long as it is open. Used from one executor only.
class Control : public std::enable_shared_from_this<Control> {
public:
    /// `namespaces`: the end is when the process descriptor says so; else when the keeper has hung up.
    Control(boost::asio::any_io_executor executor, Descriptor socket, bool namespaces);

    void listen();

    /// Completes when the predicate holds; it is asked again after every message.
    template <class Predicate>
    boost::asio::awaitable<void> until(Predicate holds) {
        auto self = shared_from_this();
        while (!holds()) {
            auto quiet = boost::asio::as_tuple(boost::asio::use_awaitable);
            auto [error] = co_await changed_.async_wait(quiet);
            (void)error; // a change is told by cancelling; a cancelled coroutine throws at the next wait
        }
    }

    /// Sends a message, waiting while the first process has no room for it. Throws std::system_error.
    boost::asio::awaitable<void> send(Kind kind, Packer body, std::vector<int> descriptors);

    /// Sends a message if it can be done at once.
    void try_send(Kind kind, const Packer& body);

    /// Gives the cage up before it has opened.
    void give_up(Failure why);

    /// Begins the end. What cannot be waited for here is waited for by until() or finish().
    void kill();

    /// Blocks until everyone inside is dead, for at most a limit; then closes everything. Does nothing the second time.
    void finish();

    CageRecord cage;
    std::map<std::uint64_t, std::shared_ptr<ProcessRecord>> processes;

private:
    void wait_for_message();
    void wait_for_death();
    bool read_messages();
    void take(Message message);
    void note_end();
    void wake();

    boost::asio::posix::stream_descriptor socket_;
    boost::asio::posix::stream_descriptor process_;
    boost::asio::steady_timer changed_; ///< never expires; cancelled when something has changed
    bool namespaces_;
};

} // namespace counterpart::candidate
