#include "harness/engine/relay.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

namespace counterpart::engine {

namespace asio = boost::asio;

namespace {

constexpr std::size_t recorded_at_most = 1 << 20;
constexpr std::size_t gathered_at_most = 256 * 1024;
constexpr auto read_before_cut = std::chrono::seconds(1);

/// Closes at once, as a machine that fell over does: the other side gets a reset.
void reset(Connection& connection) {
    cut_off(connection);
    connection.closed = true;
}

/// Whether its other end has sent a reset, also when a send has met that first; bytes from before may still be there.
bool was_reset(Connection& connection) {
    pollfd look{connection.socket.native_handle(), 0, 0};
    return connection.refused || (::poll(&look, 1, 0) == 1 && (look.revents & (POLLERR | POLLNVAL)) != 0);
}

} // namespace

Relay::Relay(std::string name, Play& from, Play& to, std::uint16_t target, RelayFault fault)
    : name_(std::move(name)), session_(from.session.shared_from_this()), from_(from), to_(to), target_(target),
      fault_(std::move(fault)) {}

void Relay::begin(std::shared_ptr<Listener> listener) {
    door_ = listener->port;
    asio::co_spawn(session_->executor, serve(std::move(listener)), asio::detached);
}

bool Relay::anybody_waits() const {
    const auto listening = from_.watch.listener("127.0.0.1", door_);
    return listening && listening->receive_queue > 0;
}

asio::awaitable<void> Relay::serve(std::shared_ptr<Listener> listener) {
    const auto self = shared_from_this();
    while (!session_->over()) {
        const int descriptor =
            ::accept4(listener->acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (descriptor < 0) {
            const auto limit = session_->limit();
            co_await candidate::ready(listener->acceptor, Tcp::acceptor::wait_read, limit, *session_->signal);
            if (Clock::now() >= limit) co_return;
            continue;
        }
        auto wire = std::make_shared<Wire>();
        auto name = fmt::format("{}.{}", name_, ++connections_);
        wire->near =
            session_->own(std::make_shared<Connection>(Tcp::socket(session_->executor, Tcp::v4(), descriptor), name));
        boost::system::error_code ignored;
        wire->near->socket.set_option(Tcp::no_delay(true), ignored);
        auto far = co_await dial(name);
        if (!far) { // as if the one who listens had refused it itself
            reset(*wire->near);
            continue;
        }
        wire->far = std::move(far);
        ++open_near_;
        ++open_far_;
        last_port_ = wire->far->socket.local_endpoint(ignored).port();
        session_->note(Direction::from_candidate, name,
                       fmt::format("connected to port {}, passed on to {}", listener->port, target_), 0, {});
        asio::co_spawn(session_->executor, pump(wire, true), asio::detached);
        asio::co_spawn(session_->executor, pump(wire, false), asio::detached);
    }
}

asio::awaitable<std::shared_ptr<Connection>> Relay::dial(std::string name) {
    auto connection = session_->own(std::make_shared<Connection>(to_.open_socket(), std::move(name)));
    const Tcp::endpoint target(asio::ip::make_address_v4("127.0.0.1"), target_);
    const int fault = co_await to_.connect(*connection, target, session_->in(std::chrono::seconds(10)));
    if (fault != 0) {
        session_->note(Direction::to_candidate, connection->name,
                       fmt::format("could not connect to port {}: {}", target_, std::strerror(fault)), 0, {});
        co_return nullptr;
    }
    co_return connection;
}

void Relay::kill(Wire& wire, const char* why) {
    if (wire.dead) return;
    wire.dead = true;
    session_->note(Direction::note, wire.near->name, why, 0, {});
    reset(*wire.near);
    reset(*wire.far);
    session_->signal->notify();
}

void Relay::fall_silent_on(Wire& wire) {
    wire.silent = true;
    session_->note(Direction::note, wire.near->name, "from here on nothing is passed on", 0, {});
    session_->signal->notify();
}

asio::awaitable<std::string> Relay::gather(Wire& wire, Connection& source, bool upwards) {
    const bool joining = fault_.join.count() > 0 && (upwards ? fault_.up : fault_.down);
    std::string bytes(gathered_at_most, '\0');
    std::size_t filled = 0;
    auto until = session_->limit();
    std::optional<Play::Busy> holding; // while bytes lie here, nobody is stuck
    for (;;) {
        if (wire.dead || session_->over()) break;
        const auto count =
            ::recv(source.socket.native_handle(), bytes.data() + filled, bytes.size() - filled, MSG_DONTWAIT);
        if (count > 0 && wire.silent) continue; // it vanishes
        if (count > 0) {
            filled += static_cast<std::size_t>(count);
            if (!joining || filled == bytes.size()) break;
            until = std::min(session_->limit(), Clock::now() + fault_.join);
            if (!holding) holding.emplace(from_);
            continue;
        }
        if (count == 0) {
            source.finished = true;
            break;
        }
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
            source.reset = true;
            break;
        }
        if (Clock::now() >= until) break;
        co_await candidate::ready(source.socket, Tcp::socket::wait_read, until, *session_->signal);
    }
    bytes.resize(filled);
    co_return bytes;
}

asio::awaitable<void> Relay::pass_on(Play& reader, Connection& source, Connection& target, std::string bytes,
                                     bool faulty) {
    if (target.broken) co_return; // the program has been told so by its reset, or will be
    auto pieces = faulty ? fault_.pieces : Pieces{};
    // What was joined is proved apart from what came before: the reader has read that.
    pieces.apart = faulty && (pieces.size || pieces.random || fault_.join.count() > 0);
    if (!pieces.apart && pieces.pause.count() > 0) {
        co_await reader.rest(pieces.pause);
        if (was_reset(source)) {
            session_->note(Direction::note, source.name, "reset: what was still on its way is lost", bytes.size(), {});
            co_return;
        }
    }
    const scenario::Content content(std::move(bytes));
    const auto deadline = session_->limit();
    auto outcome = co_await reader.deliver(target, content, pieces, deadline);
    static_cast<void>(outcome); // that it does not read shows in what it does
}

asio::awaitable<void> Relay::pump(std::shared_ptr<Wire> wire, bool upwards) {
    const auto self = shared_from_this();
    auto& source = upwards ? *wire->near : *wire->far;
    auto& target = upwards ? *wire->far : *wire->near;
    auto& reader = upwards ? to_ : from_;
    auto& stream = upwards ? up_ : down_;
    const bool faulty = upwards ? fault_.up : fault_.down;
    std::uint64_t here = 0; // bytes of this connection
    while (!wire->dead && !session_->over()) {
        auto bytes = co_await gather(*wire, source, upwards);
        if (wire->dead || session_->over()) break;
        const auto limit = faulty ? fault_.cut ? fault_.cut : fault_.silent : std::nullopt;
        const bool enough = limit && here + bytes.size() >= *limit;
        if (enough) bytes.resize(static_cast<std::size_t>(*limit - here));
        here += bytes.size();
        stream.bytes += bytes.size();
        stream.recorded.append(bytes, 0, recorded_at_most - std::min(recorded_at_most, stream.recorded.size()));
        if (!bytes.empty()) co_await pass_on(reader, source, target, std::move(bytes), faulty);
        if (enough) fault_came_ = true;
        if (enough && fault_.cut) {
            // A reset before the reader has even accepted would leave it nobody to name in its report.
            const auto read_within = std::min(session_->limit(), Clock::now() + read_before_cut);
            co_await reader.drained(target, 0, read_within);
            kill(*wire, "cut by the relay");
        }
        if (enough && !fault_.cut) fall_silent_on(*wire);
        if (source.reset && wire->silent) break;
        if (source.reset) kill(*wire, "reset");
        if (source.finished || Clock::now() >= session_->limit()) break;
    }
    if (!wire->dead && !wire->silent && source.finished) {
        boost::system::error_code ignored;
        target.socket.shutdown(Tcp::socket::shutdown_send, ignored);
        session_->note(Direction::note, source.name,
                       upwards ? "the one that connected has closed" : "the one that listens has closed", 0, {});
    }
    --(upwards ? open_near_ : open_far_);
    session_->signal->notify();
}

} // namespace counterpart::engine
