/// Each request is decided before its data is read, answered, and reported.
#include "reference/file-exchange/server.hpp"
#include "reference/file-exchange/exchange.hpp"
#include "reference/wire/listen.hpp"
#include "reference/wire/program.hpp"
#include "reference/wire/send_file.hpp"
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <sys/statvfs.h>

namespace counterpart::file_exchange {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto silence_limit = 20s; // FX-5.3: not for ever; well before a client's patience of half a minute ends.
constexpr auto stall_limit = 20s;
// A refused put is read on for so long, so that its answer is not lost to a reset (FX-5.5).
constexpr auto drain_limit = 60s;
constexpr auto drain_silence = 5s;
constexpr std::size_t open_at_once = 250;

using Bytes = Outcome<std::uint64_t>;

/// A connection that is being served.
struct Visit {
    wire::Connection& connection;
    wire::Directory directory;
    Inbox inbox;
    bool answered = false; ///< the OK line is out: an ERROR line after it would be taken for data
};

/// Sends an OK line, and what goes with it.
asio::awaitable<wire::error_code> answer(Visit& visit, std::string reply) {
    visit.answered = true;
    co_return co_await visit.connection.write_all(reply, stall_limit);
}

/// Room for a file of ours; nothing that the disk cannot hold is begun.
std::uint64_t room(const wire::Directory& directory) {
    struct statvfs facts {};
    if (::fstatvfs(directory.number(), &facts) != 0) return std::numeric_limits<std::uint64_t>::max();
    return static_cast<std::uint64_t>(facts.f_bavail) * facts.f_frsize;
}

asio::awaitable<Bytes> put(Visit& visit, Request request) {
    const auto taken = make_error_code(boost::system::errc::file_exists);
    if (visit.directory.holds(request.name)) co_return Bytes(file_refusal(taken));
    if (request.size > room(visit.directory)) co_return Bytes(Refusal{ErrorType::too_large, "there is no room for it"});
    const auto stored =
        co_await receive_file(visit.inbox, visit.directory, request.name, request.size, [](std::size_t) {});
    if (!stored) co_return stored;
    std::string reply = ok_line(0);
    const auto lost = co_await answer(visit, std::move(reply));
    // The file is whole and stays; only its sender does not know.
    if (lost) co_return Bytes(Refusal{ErrorType::io, "stored, but the answer was lost: " + wire::in_words(lost)});
    co_return stored;
}

asio::awaitable<Bytes> get(Visit& visit, Request request) {
    const auto file = visit.directory.read(request.name);
    if (!file) co_return Bytes(file_refusal(file.error()));
    std::string reply = ok_line(file->size);
    const auto lost = co_await answer(visit, std::move(reply));
    if (lost) co_return Bytes(Refusal{ErrorType::io, wire::in_words(lost)});
    wire::SendPlan plan;
    plan.stall = stall_limit;
    plan.size = file->size;
    const wire::SendResult result = co_await wire::send_file(visit.connection, *file, plan);
    if (!result.problem.empty()) co_return Bytes(Refusal{ErrorType::io, result.problem});
    if (result.sent < file->size) co_return Bytes(Refusal{ErrorType::io, "the file became shorter while it was sent"});
    co_return Bytes(result.sent);
}

asio::awaitable<Bytes> list(Visit& visit) {
    const auto names = visit.directory.names();
    if (!names) co_return Bytes(file_refusal(names.error()));
    std::string lines;
    for (const std::string& name : *names) lines += name + "\n";
    std::string reply = ok_line(lines.size()) + lines;
    const auto lost = co_await answer(visit, std::move(reply));
    if (lost) co_return Bytes(Refusal{ErrorType::io, wire::in_words(lost)});
    co_return Bytes(lines.size());
}

asio::awaitable<Bytes> execute(Visit& visit, const Request& request) {
    switch (request.kind) {
    case Kind::put: co_return co_await put(visit, request);
    case Kind::get: co_return co_await get(visit, request);
    case Kind::list: co_return co_await list(visit);
    }
    std::abort(); // A value outside the enumeration is our own fault.
}

asio::awaitable<void> serve_one(wire::Connection connection, wire::Directory directory) {
    Visit visit{connection, std::move(directory), Inbox(connection, silence_limit)};
    const auto line = co_await visit.inbox.line();
    if (!line && !visit.inbox.heard()) co_return; // Nobody asked for anything.

    std::optional<Request> request;
    Bytes outcome = Refusal{ErrorType::bad_request, "no request"};
    if (!line)
        outcome = line.error();
    else if (auto parsed = parse_request(*line))
        request = std::move(*parsed);
    else
        outcome = parsed.error();
    if (request) outcome = co_await execute(visit, *request);

    if (!outcome && !visit.answered) {
        const std::string reply = error_line(outcome.error());
        (void)co_await connection.write_all(reply, stall_limit);
    }
    const std::string_view name = request ? std::string_view(request->name) : line ? std::string_view(*line) : "";
    wire::say(report(in_words(connection.peer()), request ? name_of(request->kind) : "request", name, outcome));
    co_await connection.linger(drain_silence, wire::in(drain_limit));
}

} // namespace

int serve_files(std::uint16_t port) {
    auto directory = wire::Directory::open(".");
    if (!directory) {
        wire::complain("cannot open the working directory: " + directory.error().message());
        return wire::failure;
    }
    wire::Service service;
    auto acceptor = wire::listen_on(service.io().get_executor(), port);
    if (!acceptor) {
        wire::complain(wire::listen_fault(port, acceptor.error()));
        return wire::failure;
    }
    wire::Serve serve = [&directory](wire::Connection connection) {
        return serve_one(std::move(connection), *directory);
    };
    asio::co_spawn(service.io(), wire::accept_forever(*acceptor, std::move(serve), open_at_once), asio::detached);
    return service.run(fmt::format("0.0.0.0 {} server up and running", port));
}

} // namespace counterpart::file_exchange
