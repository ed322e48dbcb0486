/// Connections are numbered as they are accepted (FU-4.1), and share one buffer: bytes go to disk before the next wait.
#include "reference/file-upload/server.hpp"
#include "reference/wire/files.hpp"
#include "reference/wire/listen.hpp"
#include "reference/wire/program.hpp"
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

namespace counterpart::file_upload {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto silence_limit = 10s; // FU-3.3
constexpr std::size_t open_at_once = 10'000;

struct Store {
    wire::Directory directory;
    std::uint64_t connections = 0;
    std::array<char, 64 * 1024> buffer{};
};

/// Stores what comes; returns the file's size, or why there is no whole file.
asio::awaitable<boost::system::result<std::uint64_t>> store(wire::Connection& connection, Store& shared,
                                                            const std::string& name) {
    using Size = boost::system::result<std::uint64_t>;
    auto file = wire::PartialFile::create(shared.directory);
    if (!file) co_return Size(file.error());
    std::uint64_t size = 0;
    for (;;) {
        const auto deadline = wire::in(silence_limit);
        const auto ready = co_await connection.wait(wire::Interest::read, deadline);
        if (ready == wire::Ready::timed_out) co_return Size(wire::error_code(asio::error::timed_out));
        const auto got = connection.read_now(asio::buffer(shared.buffer));
        if (got.error == asio::error::would_block) continue;
        wire::error_code error = got.error;
        if (error == asio::error::eof) {
            error = file->publish(name);
            co_return error ? Size(error) : Size(size);
        }
        if (!error) error = file->append(std::string_view(shared.buffer.data(), got.size));
        if (error) co_return Size(error);
        size += got.size;
    }
}

/// Leaves the five letters in place of the file.
void store_error(const wire::Directory& directory, const std::string& name) {
    auto file = wire::PartialFile::create(directory);
    wire::error_code error = file ? file->append("ERROR") : file.error();
    if (!error) error = file->publish(name);
    if (error) wire::complain(fmt::format("cannot store {}: {}", name, error.message()));
}

asio::awaitable<void> receive(wire::Connection connection, Store& shared, std::uint64_t number) {
    const std::string name = fmt::format("{}.file", number);
    const std::string who =
        fmt::format("{} port {}", connection.peer().address().to_string(), connection.peer().port());
    const auto size = co_await store(connection, shared, name);
    if (size) {
        wire::say(fmt::format("{}: {} bytes from {}", name, *size, who));
        co_return;
    }
    store_error(shared.directory, name);
    wire::complain(fmt::format("{}: the upload from {} failed: {}", name, who, wire::in_words(size.error())));
}

} // namespace

int serve_uploads(const ServerOptions& options) {
    auto directory = wire::Directory::open(options.directory, true);
    if (!directory) {
        wire::complain(fmt::format("cannot use the directory {}: {}", options.directory, directory.error().message()));
        return wire::failure;
    }
    Store shared{std::move(*directory)};
    wire::Service service;
    auto acceptor = wire::listen_on(service.io().get_executor(), options.port);
    if (!acceptor) {
        wire::complain(wire::listen_fault(options.port, acceptor.error()));
        return wire::failure;
    }
    wire::Serve serve = [&shared](wire::Connection connection) {
        return receive(std::move(connection), shared, ++shared.connections);
    };
    asio::co_spawn(service.io(), wire::accept_forever(*acceptor, std::move(serve), open_at_once), asio::detached);
    return service.run(fmt::format("storing uploads to port {} in {}", options.port, options.directory));
}

} // namespace counterpart::file_upload
