#include "harness/candidate/candidate.hpp"
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json.hpp>
#include <cstring>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace counterpart::candidate {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

std::string hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

std::string from_hex(std::string_view digits) {
    std::string out;
    const auto value = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        out += static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1]));
    return out;
}

std::string text_of(const json::object& object, std::string_view key) {
    const auto* found = object.if_contains(key);
    return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

std::uint64_t number_of(const json::object& object, std::string_view key) {
    const auto* found = object.if_contains(key);
    return found && found->is_int64() && found->get_int64() >= 0 ? static_cast<std::uint64_t>(found->get_int64()) : 0;
}

/// Closes a descriptor that the child has its own duplicate of.
struct Lent {
    int descriptor;
    ~Lent() { ::close(descriptor); }
};

} // namespace

/// The harness's end of the adapter's socket: one message is one JSON object.
class Candidate::Channel : public std::enable_shared_from_this<Channel> {
public:
    Channel(asio::any_io_executor executor, int descriptor, Candidate& owner, std::shared_ptr<Signal> signal)
        : stream_(std::move(executor), descriptor), owner_(&owner), signal_(std::move(signal)) {}

    void begin() {
        asio::co_spawn(
            stream_.get_executor(), [self = shared_from_this()] { return self->read_all(); }, asio::detached);
    }
    void stop() {
        owner_ = nullptr;
        boost::system::error_code ignored;
        stream_.close(ignored);
    }
    /// Takes every message that has arrived; whether more may follow. Once the process has ended, its last one is here.
    bool take_what_is_there() {
        // Bounded, for a candidate may write on it without end.
        for (int taken = 0; owner_ && taken < 100; ++taken) {
            const auto count = ::recv(stream_.native_handle(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) return count < 0 && errno == EAGAIN;
            owner_->take(buffer_.substr(0, static_cast<std::size_t>(count)));
        }
        return owner_ != nullptr;
    }
    void send(const json::object& message) {
        const auto text = json::serialize(message);
        // The adapter reads whenever it is not in a call; when it is gone, its end is reported elsewhere.
        static_cast<void>(::send(stream_.native_handle(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
    }

private:
    asio::awaitable<void> read_all() {
        const auto self = shared_from_this();
        for (;;) {
            auto [error] = co_await stream_.async_wait(asio::posix::stream_descriptor::wait_read,
                                                       asio::as_tuple(asio::use_awaitable));
            if (error || !owner_) break;
            const auto more = take_what_is_there();
            signal_->notify();
            if (!more) break;
        }
    }

    asio::posix::stream_descriptor stream_;
    Candidate* owner_;
    std::shared_ptr<Signal> signal_;
    std::string buffer_ = std::string(256 * 1024, '\0'); ///< of one message at a time
};

asio::awaitable<std::unique_ptr<Candidate>> Candidate::start(Cage& cage, Program program,
                                                             std::shared_ptr<Signal> signal) {
    auto executor = co_await asio::this_coro::executor;
    std::unique_ptr<Candidate> candidate(new Candidate);
    const auto out = open_terminal();
    candidate->out_ = std::make_shared<Output>(executor, out.ours, signal);
    const Lent lent_out{out.theirs};
    const auto err = open_pipe();
    candidate->err_ = std::make_shared<Output>(executor, err.ours, signal);
    const Lent lent_err{err.theirs};
    Command command;
    command.words = std::move(program.words);
    if (program.input) {
        candidate->in_ = std::make_shared<Input>(executor, std::move(program.input));
        command.standard_input = candidate->in_->theirs();
    }
    command.standard_output = out.theirs;
    command.standard_error = err.theirs;
    std::array<int, 2> ends{-1, -1};
    if (program.functions && ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw std::system_error(errno, std::generic_category(), "making the adapter's socket");
    const Lent lent_channel{ends[1]};
    if (program.functions) {
        candidate->channel_ = std::make_shared<Channel>(executor, ends[0], *candidate, signal);
        command.further.push_back(ends[1]);
    }
    auto process = co_await cage.start(std::move(command));
    candidate->process_ = std::move(process);
    if (candidate->in_) candidate->in_->begin();
    candidate->out_->begin();
    candidate->err_->begin();
    if (candidate->channel_) {
        std::array<unsigned char, 16> random{};
        static_cast<void>(::getrandom(random.data(), random.size(), 0));
        candidate->token_ = hex({reinterpret_cast<const char*>(random.data()), random.size()});
        json::array variables;
        for (const auto& [name, value, type] : program.variables)
            variables.push_back({{"name", name}, {"value", value}, {"type", type}});
        candidate->channel_->begin();
        candidate->channel_->send({{"token", candidate->token_}, {"variables", variables}});
    }
    const auto tell_end = [kept = candidate->process_, signal]() -> asio::awaitable<void> {
        co_await kept->wait();
        signal->notify();
    };
    asio::co_spawn(executor, tell_end, asio::detached);
    co_return candidate;
}

Candidate::~Candidate() {
    if (channel_) channel_->stop();
    if (in_) in_->stop();
    if (out_) out_->stop();
    if (err_) err_->stop();
}

void Candidate::call(const std::string& name, const std::string& function, const std::vector<Argument>& arguments) {
    auto& result = calls_[name];
    result = {};
    result.function = function;
    if (!load_fault_.empty()) result.outcome = CallResult::Outcome::load_failed;
    json::array list;
    for (const auto& [type, bytes] : arguments) list.push_back({{"type", type}, {"hex", hex(bytes)}});
    channel_->send({{"call", name}, {"function", function}, {"arguments", list}});
}

const CallResult* Candidate::result(const std::string& name) const {
    const auto found = calls_.find(name);
    return found == calls_.end() ? nullptr : &found->second;
}

void Candidate::take(const std::string& message) {
    boost::system::error_code error;
    const auto parsed = json::parse(message, error);
    // Anything without the token was written by the candidate itself on a descriptor that is not its own.
    if (error || !parsed.is_object() || text_of(parsed.get_object(), "token") != token_) {
        forged_ = true;
        return;
    }
    const auto& facts = parsed.get_object();
    const auto event = text_of(facts, "event");
    CallResult told;
    told.type = text_of(facts, "type");
    told.value = from_hex(text_of(facts, "hex"));
    told.length = number_of(facts, "length");
    told.look = text_of(facts, "repr");
    told.traceback = text_of(facts, "traceback");
    told.threads = static_cast<unsigned>(number_of(facts, "threads"));
    imported_ = true; // whatever it tells, it tells after that
    if (event == "load-failed") {
        load_fault_ = fmt::format("{}: {}", told.type, told.look);
        told.outcome = CallResult::Outcome::load_failed;
        for (auto& [name, call] : calls_) {
            told.function = call.function;
            call = told;
        }
        return;
    }
    const auto found = calls_.find(text_of(facts, "call"));
    if (found == calls_.end()) return;
    told.function = found->second.function;
    told.outcome = event == "returned"      ? CallResult::Outcome::returned
                   : event == "no-function" ? CallResult::Outcome::no_function
                                            : CallResult::Outcome::raised;
    found->second = std::move(told);
}

void Candidate::at_work() {
    if (imported_ || !channel_) return;
    channel_->take_what_is_there(); // that it was imported may have been told just before
    if (!imported_) worked_at_import_ = true;
}

bool Candidate::finished() const {
    if (process_->ended()) {
        if (channel_) channel_->take_what_is_there();
        return true;
    }
    if (!channel_ || calls_.empty()) return false;
    for (const auto& [name, call] : calls_)
        if (call.outcome == CallResult::Outcome::running || call.threads > 1) return false;
    return true;
}

std::string Candidate::crash() const {
    if (process_->ended() && channel_) channel_->take_what_is_there();
    if (!load_fault_.empty()) return fmt::format("its module could not be loaded: {}", load_fault_);
    for (const auto& [name, call] : calls_) {
        if (call.outcome == CallResult::Outcome::raised)
            return fmt::format("{}() raised {}: {}", call.function, call.type, call.look);
        if (call.outcome == CallResult::Outcome::no_function)
            return fmt::format("its module has no function {}()", call.function);
    }
    if (!process_->ended()) return {};
    if (channel_) {
        for (const auto& [name, call] : calls_)
            if (call.outcome == CallResult::Outcome::running)
                return fmt::format("it {} inside {}(), which did not return", in_words(*process_->ended()),
                                   call.function);
    }
    const int status = process_->ended()->status;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return "it " + in_words(*process_->ended());
}

std::string Candidate::last_words() const {
    for (const auto& [name, call] : calls_)
        if (!call.traceback.empty()) return call.traceback;
    return err_->last_lines(12);
}

std::string in_words(const Ended& ended) {
    if (WIFEXITED(ended.status)) return fmt::format("exited with status {}", WEXITSTATUS(ended.status));
    const int number = WTERMSIG(ended.status);
    return fmt::format("was ended by signal {} ({})", number, ::strsignal(number));
}

} // namespace counterpart::candidate
