// Messages from a cage's first process, and its death.
#include "harness/candidate/control.hpp"
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <system_error>

namespace counterpart::candidate {

namespace asio = boost::asio;

namespace {

// Killing is quick even for a fork bomb; whoever is not dead by then hangs in the kernel.
constexpr auto death_limit = std::chrono::seconds(30);

bool would_block(const std::system_error& error) { return error.code().value() == EAGAIN; }

// Asked first, since that nothing is there would be an exception, and each of these costs as much as all the rest.
bool anything_there(int socket) {
    pollfd source{socket, POLLIN, 0};
    return ::poll(&source, 1, 0) > 0;
}

} // namespace

Control::Control(asio::any_io_executor executor, Descriptor socket, bool namespaces)
    : socket_(executor), process_(executor), changed_(executor), namespaces_(namespaces) {
    int on = 1;
    checked(::setsockopt(socket.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on), "asking for credentials");
    checked(::fcntl(socket.get(), F_SETFL, O_NONBLOCK), "making the control socket non-blocking");
    socket_.assign(socket.release());
    changed_.expires_at(asio::steady_timer::time_point::max());
}

void Control::listen() { wait_for_message(); }

void Control::wake() { changed_.cancel(); }

void Control::wait_for_message() {
    auto on_readable = [self = shared_from_this()](boost::system::error_code error) {
        if (error || !self->socket_.is_open()) return;
        bool more = self->read_messages();
        self->wake();
        if (more) self->wait_for_message();
    };
    socket_.async_wait(asio::posix::stream_descriptor::wait_read, std::move(on_readable));
}

void Control::wait_for_death() {
    auto on_death = [self = shared_from_this()](boost::system::error_code error) {
        if (error || !self->process_.is_open()) return;
        self->read_messages();
        self->note_end();
        self->wake();
    };
    process_.async_wait(asio::posix::stream_descriptor::wait_read, std::move(on_death));
}

// Returns whether more may come.
bool Control::read_messages() {
    try {
        while (!cage.hung_up && anything_there(socket_.native_handle())) {
            auto message = receive_message(socket_.native_handle());
            if (message)
                take(std::move(*message));
            else
                cage.hung_up = true;
        }
        if (!cage.hung_up) return true;
    } catch (const std::system_error& error) {
        if (would_block(error)) return true;
        cage.hung_up = true;
    }
    if (!namespaces_ || !process_.is_open()) note_end();
    return false;
}

void Control::take(Message message) {
    if (message.kind == Kind::cloned) {
        Unpacker body(message.body);
        cage.root_pid = static_cast<int>(body.number());
        cage.owner = static_cast<unsigned>(body.number());
        cage.cloned = true;
        if (message.descriptors.size() != 1) return;
        process_.assign(message.descriptors[0].release());
        wait_for_death();
    } else if (message.kind == Kind::ready) {
        Unpacker body(message.body);
        cage.proc = body.number() != 0;
        cage.working_path = body.text();
        cage.ready = !message.descriptors.empty();
        if (cage.ready) cage.directory = std::move(message.descriptors.back());
        if (message.descriptors.size() == 2) cage.network = std::move(message.descriptors.front());
    } else if (message.kind == Kind::refused) {
        cage.failure = Failure::unpack(message.body);
    } else if (message.kind == Kind::started) {
        Unpacker body(message.body);
        auto known = processes.find(body.number());
        if (known == processes.end()) return;
        auto pid = static_cast<int>(body.number());
        known->second->host_pid = pid != 0 ? pid : message.sender_pid;
        known->second->started = true;
    } else if (message.kind == Kind::failed) {
        auto failure = Failure::unpack(message.body);
        auto known = processes.find(failure.id);
        if (known != processes.end()) known->second->failure = std::move(failure);
    } else if (message.kind == Kind::ended) {
        auto report = EndReport::unpack(message.body);
        auto known = processes.find(report.id);
        if (known != processes.end()) known->second->ended = report.ended;
    }
}

// Whoever has not been reported by now was killed with the cage.
void Control::note_end() {
    cage.dead = true;
    for (auto& [id, process] : processes)
        if (!process->ended) process->ended = Ended{SIGKILL, {}, 0};
}

asio::awaitable<void> Control::send(Kind kind, Packer body, std::vector<int> descriptors) {
    auto self = shared_from_this();
    for (bool sent = false; !sent;) {
        try {
            send_message(socket_.native_handle(), kind, body, descriptors);
            sent = true;
        } catch (const std::system_error& error) {
            if (!would_block(error)) throw;
        }
        if (!sent) co_await socket_.async_wait(asio::posix::stream_descriptor::wait_write, asio::use_awaitable);
    }
}

void Control::try_send(Kind kind, const Packer& body) {
    if (!socket_.is_open()) return;
    try {
        send_message(socket_.native_handle(), kind, body);
    } catch (const std::system_error&) {
        // The first process is gone or drowned in requests; then it is of no use to it either.
    }
}

void Control::give_up(Failure why) {
    cage.failure = std::move(why);
    kill();
    wake();
}

void Control::kill() {
    if (process_.is_open())
        ::syscall(SYS_pidfd_send_signal, process_.native_handle(), SIGKILL, nullptr, 0);
    else if (socket_.is_open())
        ::shutdown(socket_.native_handle(), SHUT_WR); // a keeper takes it as its order; launcher errors look the same
}

void Control::finish() {
    if (!socket_.is_open()) return;
    auto deadline = std::chrono::steady_clock::now() + death_limit;
    kill();
    while (!cage.dead) {
        auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) break;
        pollfd source{process_.is_open() ? process_.native_handle() : socket_.native_handle(), POLLIN, 0};
        if (::poll(&source, 1, static_cast<int>(left.count())) <= 0) continue;
        read_messages();
        if (process_.is_open() && ::poll(&source, 1, 0) > 0 && source.fd == process_.native_handle()) note_end();
    }
    note_end();
    boost::system::error_code ignored;
    socket_.close(ignored);
    process_.close(ignored);
    cage.directory.reset();
    cage.network.reset();
    wake();
}

} // namespace counterpart::candidate
