/// A cage holds one candidate: its own loopback, its own process tree, its own writable working directory (DESIGN 5).
/// It knows nothing of protocols. Where namespaces are refused, the same interface is served by the fallback tier.
#pragma once
#include "harness/candidate/cage/terms.hpp"
#include "harness/candidate/isolation.hpp"
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace counterpart::candidate {

struct CageOptions {
    Limits limits;
    std::vector<Mount> read_only; ///< /usr and a minimal /etc are always there

    bool operator==(const CageOptions&) const = default;
};

/// A program to start inside. Descriptors stay the caller's; the child gets duplicates and nothing else.
struct Command {
    std::vector<std::string> words;       ///< words[0] is an absolute path inside the cage
    std::vector<std::string> environment; ///< "NAME=value", added to PATH, HOME, LANG, TMPDIR
    int standard_input = -1;              ///< -1: /dev/null
    int standard_output = -1;             ///< -1: /dev/null
    int standard_error = -1;              ///< -1: /dev/null
    std::vector<int> further;             ///< become descriptors 3, 4, … of the child
};

/// A process started in a cage. It ends with its cage at the latest.
class Process {
public:
    virtual ~Process() = default;
    /// Completes when the process has ended; may be awaited by several coroutines and after the fact.
    virtual boost::asio::awaitable<Ended> wait() = 0;
    /// Set as soon as the end is known.
    virtual const std::optional<Ended>& ended() const = 0;
    /// Sends a signal to the process itself (not to its children), but SIGKILL to everything in the cage. Nothing
    /// happens when it has ended.
    virtual void signal(int number) = 0;
    /// The process id as the host sees it, for /proc; 0 when it could not be learnt.
    virtual int host_pid() const = 0;
};

/// Owner of everything a case leaves behind, used from one executor (a single thread or a strand): destroying it kills
/// every process inside, and returns when all are dead. Everything throws std::system_error for the machine's faults
/// (they become Verdict::error).
class Cage {
public:
    virtual ~Cage() = default;

    /// Starts a program with the working directory as its current directory. Throws std::system_error with the
    /// failing step named when the program cannot be executed.
    virtual boost::asio::awaitable<std::unique_ptr<Process>> start(Command) = 0;

    /// A descriptor of the candidate's working directory, valid on the host side for as long as the cage lives.
    /// Reach files in it only by openat2 with RESOLVE_BENEATH: what lies in it is the candidate's.
    virtual int working_directory() const = 0;

    /// The absolute path of the working directory as the candidate sees it.
    virtual std::filesystem::path working_path() const = 0;

    /// Where the candidate sees what lies at a host path that is mounted read-only: under Mount::to in a cage. Without
    /// namespaces nothing can be moved, and the host's path is the answer.
    virtual std::filesystem::path inside(const std::filesystem::path& host_path) const = 0;

    /// The network namespace that sockets towards the candidate are to be opened in; -1 for the host's own.
    virtual int network() const = 0;
    bool on_host() const { return network() < 0; }

    /// The host's id of the process below which all of the candidate's processes live.
    virtual int root_pid() const = 0;

    /// The user and group that own files placed for the candidate.
    virtual unsigned owner() const = 0;

    /// Whether its first process lives; without that, nothing can be started any more.
    virtual bool alive() const = 0;

    /// Kills everything inside and completes when the kernel says that all are dead. The destructor does the same
    /// without letting others run meanwhile.
    virtual boost::asio::awaitable<void> end() = 0;
};

/// Makes cages. Construct it before there are threads. It starts the small launcher process that does the cloning; when
/// the harness dies, launcher and cages die with it.
/// An ordinary user has no right to step into a cage's network and back into the host's. So there, once a cage has
/// proved to work, the calling process moves to a user namespace and a network (with a loopback) of its own for good.
class Launcher {
public:
    /// Tries out what was asked for (`cage`, `none` or `automatic`) by running /bin/true in a whole cage.
    /// Throws std::runtime_error with what would help when `cage` was asked for and cannot be had.
    explicit Launcher(Isolation wanted);
    ~Launcher();
    Launcher(const Launcher&) = delete;
    Launcher& operator=(const Launcher&) = delete;

    /// What is in force, and in words why and what would help when it is not a cage.
    const IsolationReport& isolation() const;

    /// Opens a cage that works on the executor, which must be the calling coroutine's. May be called by several
    /// threads. Throws std::system_error with the failing step named.
    boost::asio::awaitable<std::unique_ptr<Cage>> open(boost::asio::any_io_executor, CageOptions);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace counterpart::candidate
