/// Listening comes before contacting (CS-2), and both uploads may be open before either sends (CS-4.7).
#include "reference/content-storage/manager.hpp"
#include "reference/wire/dial.hpp"
#include "reference/wire/files.hpp"
#include "reference/wire/listen.hpp"
#include "reference/wire/problem.hpp"
#include "reference/wire/program.hpp"
#include "reference/wire/text.hpp"
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace counterpart::content_storage {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr int uploads_wanted = 2;
constexpr auto contact_limit = 8s; // CS-H3 allows 10 s in all.
constexpr auto upload_limit = 60s; // A remote server may be slow to start an upload or pause in it; not longer.
constexpr std::size_t longest_name = 255;
constexpr std::size_t open_at_once = 16; // Two are needed; a few more so that idle strangers are not in the way.
constexpr int strays_allowed = 100;      // Connections that send no upload; then the remote server is broken.

/// What the uploads share. Lives in store_two_files, and thus until the end of the run.
struct Intake {
    Intake(wire::Directory where, wire::tcp::acceptor listening)
        : directory(std::move(where)), acceptor(std::move(listening)), progress(acceptor.get_executor()) {}
    wire::Directory directory;
    wire::tcp::acceptor acceptor;
    asio::steady_timer progress; ///< cancelled whenever a connection has ended
    int uploads = 0;             ///< connections that sent a name
    int saved = 0;
    int strays = 0; ///< connections that did not
};

/// One upload as far as it has arrived: the name, and the contents that came with it.
struct Start {
    std::string name;
    std::string contents;
};

/// Reads up to the first line feed (CS-4.2); an error message when none comes.
asio::awaitable<wire::Attempt<Start>> read_name(wire::Connection& connection) {
    using Answer = wire::Attempt<Start>;
    std::string head;
    for (;;) {
        std::array<char, 4096> chunk;
        const auto got = co_await connection.read_some(asio::buffer(chunk), wire::in(upload_limit));
        if (got.error == asio::error::eof)
            co_return Answer(wire::Problem{head.empty() ? "it sent nothing" : "it sent no line feed after the name"});
        if (got.error) co_return Answer(wire::Problem{wire::in_words(got.error)});
        head.append(chunk.data(), got.size);
        const auto end = head.find('\n');
        if (end != std::string::npos) {
            Start start{head.substr(0, end), head.substr(end + 1)};
            co_return Answer(std::move(start));
        }
        if (head.size() > longest_name) co_return Answer(wire::Problem{"there is no line feed in its first 255 bytes"});
    }
}

/// Streams the contents to disk; returns what went wrong, or nothing.
asio::awaitable<std::string> save(wire::Connection& connection, const wire::Directory& directory, Start start) {
    auto file = wire::PartialFile::create(directory);
    if (!file) co_return "cannot create a file here: " + file.error().message();
    wire::error_code error = file->append(start.contents);
    const auto chunk = std::make_unique<std::array<char, 64 * 1024>>();
    while (!error) {
        const auto got = co_await connection.read_some(asio::buffer(*chunk), wire::in(upload_limit));
        if (got.error == asio::error::eof) {
            error = file->publish(start.name);
            co_return error ? "cannot save it: " + error.message() : "";
        }
        if (got.error) co_return wire::in_words(got.error);
        error = file->append(std::string_view(chunk->data(), got.size));
    }
    co_return "cannot write it: " + error.message();
}

asio::awaitable<void> receive(wire::Connection connection, Intake& intake) {
    auto start = co_await read_name(connection);
    if (!start) {
        ++intake.strays;
        wire::complain(fmt::format("a connection brought no upload: {}; still waiting", start.error().text));
        intake.progress.cancel();
        co_return;
    }
    const std::string name = start->name;
    std::string problem(wire::name_fault(name));
    if (problem.empty())
        problem = co_await save(connection, intake.directory, std::move(*start));
    else
        co_await connection.linger(upload_limit, wire::in(upload_limit));
    ++intake.uploads;
    if (problem.empty())
        ++intake.saved;
    else
        wire::complain(fmt::format("'{}' was not saved: {}", wire::printable(name), problem));
    intake.progress.cancel();
}

/// Stage 3: connect, say the port, close.
asio::awaitable<wire::error_code> contact(const ManagerOptions& options) {
    const auto deadline = wire::in(contact_limit);
    auto remote = co_await wire::dial(options.host, options.port, deadline);
    if (!remote) co_return remote.error();
    const std::string announcement = std::to_string(options.srv_port);
    co_return co_await remote->write_all(announcement, contact_limit);
}

/// Stage 4: until both uploads came, or none came for too long.
asio::awaitable<int> await_uploads(Intake& intake) {
    while (intake.uploads < uploads_wanted && intake.strays < strays_allowed) {
        intake.progress.expires_after(2 * upload_limit);
        const auto [interrupted] = co_await intake.progress.async_wait(asio::as_tuple(asio::use_awaitable));
        if (!interrupted) {
            wire::complain(fmt::format("gave up after {} of {} uploads: nothing came for {} s", intake.uploads,
                                       uploads_wanted, std::chrono::seconds(2 * upload_limit).count()));
            co_return wire::failure;
        }
    }
    if (intake.uploads < uploads_wanted) wire::complain("gave up: too many connections brought no upload");
    co_return intake.saved == uploads_wanted ? wire::success : wire::failure;
}

} // namespace

asio::awaitable<int> store_two_files(ManagerOptions options) {
    auto directory = wire::Directory::open(".");
    if (!directory) {
        wire::complain("cannot open the working directory: " + directory.error().message());
        co_return wire::failure;
    }
    const auto executor = co_await asio::this_coro::executor;
    auto acceptor = wire::listen_on(executor, options.srv_port);
    if (!acceptor) {
        wire::complain(wire::listen_fault(options.srv_port, acceptor.error()));
        co_return wire::failure;
    }
    const auto intake = std::make_shared<Intake>(std::move(*directory), std::move(*acceptor));
    wire::Serve serve = [intake](wire::Connection connection) { return receive(std::move(connection), *intake); };
    asio::co_spawn(executor, wire::accept_forever(intake->acceptor, std::move(serve), open_at_once), asio::detached);

    const auto refused = co_await contact(options);
    if (refused) {
        wire::complain(fmt::format("cannot tell the remote server at {} port {} where to connect: {}", options.host,
                                   options.port, wire::in_words(refused)));
        co_return wire::failure;
    }
    co_return co_await await_uploads(*intake);
}

} // namespace counterpart::content_storage
