/// One announcement: read the port, then connect back twice, one file each.
#include "reference/content-storage/remote.hpp"
#include "reference/content-storage/announcement.hpp"
#include "reference/wire/dial.hpp"
#include "reference/wire/files.hpp"
#include "reference/wire/listen.hpp"
#include "reference/wire/program.hpp"
#include "reference/wire/send_file.hpp"
#include "reference/wire/text.hpp"
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <filesystem>
#include <fmt/format.h>

namespace counterpart::content_storage {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto announcement_limit = 30s;         // A manager may be slow, but it has five digits to send.
constexpr std::size_t longest_announcement = 64; // Five digits and a line end; the rest is for the error message.
constexpr auto connect_limit = 10s;
constexpr auto stall_limit = 60s; // A manager that is writing to a slow disk may pause.
constexpr std::size_t open_at_once = 256;

/// Reads the announcement up to the peer's close (CS-3.5); what came so far when there is no end to it.
/// Closes the connection: the manager is told by that, too, that it was heard.
asio::awaitable<std::string> read_announcement(wire::Connection connection) {
    std::string message;
    const auto deadline = wire::in(announcement_limit);
    while (message.size() <= longest_announcement) {
        std::array<char, longest_announcement> chunk;
        const auto got = co_await connection.read_some(asio::buffer(chunk), deadline);
        if (got.error == asio::error::eof) co_return message;
        if (got.error) co_return message + " (" + wire::in_words(got.error) + ")";
        message.append(chunk.data(), got.size);
    }
    co_return message;
}

/// Sends one file over a connection of its own; returns what went wrong, or nothing.
asio::awaitable<std::string> upload(const std::string& path, const wire::tcp::endpoint& manager) {
    const auto file = wire::open_file(path);
    if (!file) co_return "cannot read it: " + file.error().message();
    const std::string host = manager.address().to_string();
    auto connection = co_await wire::dial(host, manager.port(), wire::in(connect_limit));
    if (!connection) co_return wire::in_words(connection.error());

    const std::string head = std::filesystem::path(path).filename().string() + "\n";
    const wire::error_code error = co_await connection->write_all(head, stall_limit);
    if (error) co_return wire::in_words(error);
    wire::SendPlan plan;
    plan.stall = stall_limit;
    const wire::SendResult result = co_await wire::send_file(*connection, *file, plan);
    co_return result.problem;
}

asio::awaitable<void> answer(wire::Connection trigger, const RemoteOptions& options) {
    const auto address = trigger.peer().address();
    const std::string who = address.to_string();
    const std::string message = co_await read_announcement(std::move(trigger));
    const auto port = parse_announcement(message);
    if (!port) {
        wire::complain(fmt::format("{} announced '{}', which is no port: send a number from 1 to 65535 and close", who,
                                   wire::printable(message)));
        co_return;
    }
    const wire::tcp::endpoint manager(address, *port);
    for (const std::string* path : {&options.first_file, &options.second_file}) {
        const std::string problem = co_await upload(*path, manager);
        if (problem.empty())
            wire::say(fmt::format("sent {} to {} port {}", *path, who, *port));
        else
            wire::complain(fmt::format("{} was not sent to {} port {}: {}", *path, who, *port, problem));
    }
}

} // namespace

int serve_announcements(const RemoteOptions& options) {
    for (const std::string* path : {&options.first_file, &options.second_file}) {
        const auto file = wire::open_file(*path);
        if (file) continue;
        wire::complain(fmt::format("cannot read {}: {}", *path, file.error().message()));
        return wire::failure;
    }
    wire::Service service;
    auto acceptor = wire::listen_on(service.io().get_executor(), options.port);
    if (!acceptor) {
        wire::complain(wire::listen_fault(options.port, acceptor.error()));
        return wire::failure;
    }
    wire::Serve serve = [&options](wire::Connection trigger) { return answer(std::move(trigger), options); };
    asio::co_spawn(service.io(), wire::accept_forever(*acceptor, std::move(serve), open_at_once), asio::detached);
    return service.run(fmt::format("waiting for announcements on port {}", options.port));
}

} // namespace counterpart::content_storage
