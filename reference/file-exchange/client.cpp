/// stdout carries the listing alone, so that it can be piped; all that is said about the request goes to stderr.
#include "reference/file-exchange/client.hpp"
#include "reference/file-exchange/exchange.hpp"
#include "reference/wire/dial.hpp"
#include "reference/wire/program.hpp"
#include "reference/wire/progress.hpp"
#include "reference/wire/send_file.hpp"
#include <cstdio>
#include <fmt/format.h>
#include <optional>
#include <unistd.h>

namespace counterpart::file_exchange {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto connect_limit = 10s;
constexpr auto stall_limit = 10s; // FX-5.3: a server that is silent or takes nothing for so long has gone.
constexpr wire::Clock::duration answer_limit =
    25s; // A server may need to finish writing a large file before it answers a put.

constexpr wire::Clock::duration after_failure = 1s; // The answer of a server that took no more is there already.

using Bytes = Outcome<std::uint64_t>;

/// What the request needs of our own files, looked at before any connection is made.
struct Local {
    wire::Directory directory;
    std::optional<wire::OpenFile> source; ///< of a put
};

Outcome<Local> prepare(const ClientOptions& options) {
    auto directory = wire::Directory::open(".");
    if (!directory) return file_refusal(directory.error());
    Local local{std::move(*directory), std::nullopt};
    if (options.kind == Kind::list) return local;
    if (const auto fault = wire::name_fault(options.name); !fault.empty())
        return Refusal{ErrorType::bad_name, std::string(fault)};
    if (options.name.find('\n') != options.name.npos)
        return Refusal{ErrorType::bad_name, "the name has a line feed, which the protocol cannot carry"};
    if (options.kind == Kind::get) {
        if (!local.directory.holds(options.name)) return local;
        return Refusal{ErrorType::exists, "there is a local file of this name already"};
    }
    auto source = local.directory.read(options.name);
    if (!source) return file_refusal(source.error());
    local.source = std::move(*source);
    return local;
}

/// Sends the file, unless the server refuses before the end.
asio::awaitable<Bytes> send_data(wire::Connection& connection, const wire::OpenFile& source) {
    wire::ProgressBar bar(source.size);
    wire::SendPlan plan;
    plan.incoming = wire::Incoming::stop;
    plan.stall = stall_limit;
    plan.size = source.size;
    plan.on_sent = [&bar](std::size_t bytes) { bar.advance(bytes); };
    const wire::SendResult result = co_await wire::send_file(connection, source, plan);
    // Also after a failed write the answer may be there to be read: it says more than a reset does.
    if (result.problem.empty() && !result.peer_spoke && result.sent < source.size)
        co_return Bytes(Refusal{ErrorType::io, "the file became shorter while it was sent"});
    Inbox inbox(connection, result.problem.empty() ? answer_limit : after_failure);
    const auto line = co_await inbox.line();
    if (!line) co_return Bytes(result.problem.empty() ? line.error() : Refusal{ErrorType::io, result.problem});
    const Bytes reply = parse_reply(*line);
    if (!reply) co_return reply;
    if (result.sent < source.size)
        co_return Bytes(Refusal{ErrorType::io, "the server answered before it had the file"});
    co_return Bytes(source.size);
}

/// Control characters of a name would act on a terminal; a pipe gets the names as they are.
void print_names(std::string_view piece) {
    static const bool terminal = ::isatty(STDOUT_FILENO) == 1;
    std::string shown(piece);
    if (terminal) {
        for (char& c : shown) {
            const auto byte = static_cast<unsigned char>(c);
            if ((byte < 0x20 && c != '\n') || byte == 0x7f) c = '?';
        }
    }
    std::fwrite(shown.data(), 1, shown.size(), stdout);
}

asio::awaitable<Bytes> receive_data(wire::Connection& connection, const ClientOptions& options, const Local& local) {
    Inbox inbox(connection, stall_limit);
    const auto line = co_await inbox.line();
    if (!line) co_return Bytes(line.error());
    const Bytes size = parse_reply(*line);
    if (!size) co_return size;
    if (options.kind == Kind::get) {
        wire::ProgressBar bar(*size);
        std::function<void(std::size_t)> advance = [&bar](std::size_t bytes) { bar.advance(bytes); };
        co_return co_await receive_file(inbox, local.directory, options.name, *size, std::move(advance));
    }
    std::function<wire::error_code(std::string_view)> print = [](std::string_view piece) {
        print_names(piece);
        return wire::error_code{};
    };
    const Bytes listed = co_await inbox.bytes(*size, std::move(print));
    std::fflush(stdout);
    co_return listed;
}

asio::awaitable<Bytes> perform(wire::Connection& connection, const ClientOptions& options, const Local& local) {
    const std::uint64_t size = local.source ? local.source->size : 0;
    const Request request{options.kind, size, options.name};
    const std::string line = request_line(request);
    const auto lost = co_await connection.write_all(line, stall_limit);
    if (lost) co_return Bytes(Refusal{ErrorType::io, wire::in_words(lost)});
    if (local.source) co_return co_await send_data(connection, *local.source);
    co_return co_await receive_data(connection, options, local);
}

/// The report of a request that never reached a server names it as the user did.
int fail_early(const ClientOptions& options, const Refusal& refusal) {
    const std::string peer = fmt::format("{} {}", options.host, options.port);
    wire::note(report(peer, name_of(options.kind), options.name, refusal));
    return wire::failure;
}

} // namespace

asio::awaitable<int> request_once(ClientOptions options) {
    const auto local = prepare(options);
    if (!local) co_return fail_early(options, local.error());
    wire::note(fmt::format("Connecting to {} port {}...", options.host, options.port));
    auto connection = co_await wire::dial(options.host, options.port, wire::in(connect_limit));
    if (!connection) {
        const Refusal refusal{ErrorType::io, wire::in_words(connection.error())};
        co_return fail_early(options, refusal);
    }
    wire::note("Connected.");
    const Bytes outcome = co_await perform(*connection, options, *local);
    wire::note(report(in_words(connection->peer()), name_of(options.kind), options.name, outcome));
    co_return outcome ? wire::success : wire::failure;
}

} // namespace counterpart::file_exchange
