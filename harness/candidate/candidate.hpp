/// A candidate at work: a program, or a Python module whose functions are called, started in a cage and listened to.
#pragma once
#include "harness/candidate/cage.hpp"
#include "harness/candidate/input.hpp"
#include "harness/candidate/output.hpp"
#include "harness/candidate/signal.hpp"
#include <map>

namespace counterpart::candidate {

struct Variable {
    std::string name, value, type;
};

/// What to start. For a function candidate `words` run the adapter with the module.
struct Program {
    std::vector<std::string> words;
    bool functions = false;
    std::vector<Variable> variables; ///< set in the module after it was loaded
    InputSource input;               ///< what it reads on standard input; nothing unless given
};

struct Argument {
    std::string type, bytes;
};

/// What became of a call.
struct CallResult {
    enum class Outcome { running, returned, raised, no_function, load_failed } outcome = Outcome::running;
    std::string function;
    std::string type;         ///< of the value, or of the exception
    std::string value;        ///< bytes, or text as UTF-8; at most 48 KiB
    std::uint64_t length = 0; ///< of the whole value
    std::string look;         ///< repr() of the value, or the exception's message
    std::string traceback;
    unsigned threads = 1; ///< of the interpreter when the call was over
};

class Candidate {
public:
    /// Starts it with the cage's working directory as its own. `signal` is notified of its end, its output and its
    /// results. Throws std::system_error when it cannot be started.
    static boost::asio::awaitable<std::unique_ptr<Candidate>> start(Cage&, Program, std::shared_ptr<Signal> signal);
    ~Candidate();
    Candidate(const Candidate&) = delete;
    Candidate& operator=(const Candidate&) = delete;

    void call(const std::string& name, const std::string& function, const std::vector<Argument>& arguments);
    /// The call of that name; null when there is none.
    const CallResult* result(const std::string& name) const;

    const std::optional<Ended>& ended() const { return process_->ended(); }
    void signal(int number) { process_->signal(number); }
    int host_pid() const { return process_->host_pid(); }
    const Output& out() const { return *out_; }
    const Output& err() const { return *err_; }
    bool functions() const { return channel_ != nullptr; }
    /// To be told of each thing that it is seen to do on the network: it may do so before a function was called.
    void at_work();
    /// Whether it was at work while its module was still imported, or is imported yet.
    bool works_at_import() const { return channel_ && (!imported_ || worked_at_import_); }
    /// Whether its work is over as far as can be told from its main thread: it has ended, or every call has.
    bool finished() const;
    /// How it ended when that was no good end: "exited with status 1", "was killed by signal 11 (…)",
    /// "serve_clients() raised OSError: …". Empty otherwise.
    std::string crash() const;
    /// The traceback of a call that raised, else the last lines of standard error.
    std::string last_words() const;
    /// Descriptors of the candidate's that were written to by somebody else than the adapter.
    bool forged() const { return forged_; }

private:
    class Channel;
    Candidate() = default;
    void take(const std::string& message);

    std::shared_ptr<Process> process_;
    std::shared_ptr<Input> in_;
    std::shared_ptr<Output> out_, err_;
    std::shared_ptr<Channel> channel_;
    std::map<std::string, CallResult> calls_;
    std::string token_;
    std::string load_fault_;
    bool forged_ = false;
    bool imported_ = false;         ///< or failed to be
    bool worked_at_import_ = false; ///< see at_work()
};

/// "exited with status 1", "was ended by signal 9 (Killed)".
std::string in_words(const Ended&);

} // namespace counterpart::candidate
