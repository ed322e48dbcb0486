/// See exchange.hpp.
#include "reference/file-exchange/exchange.hpp"
#include "reference/wire/text.hpp"
#include <algorithm>
#include <array>
#include <fmt/chrono.h>

namespace counterpart::file_exchange {

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<wire::error_code> Inbox::receive(wire::Deadline deadline) {
    for (;;) {
        const auto ready = co_await connection_.wait(wire::Interest::read, deadline);
        if (ready == wire::Ready::timed_out) co_return asio::error::timed_out;
        std::array<char, 64 * 1024> chunk;
        const auto got = connection_.read_now(asio::buffer(chunk));
        if (got.error == asio::error::would_block) continue;
        heard_ = heard_ || got.size > 0;
        pending_.append(chunk.data(), got.size);
        co_return got.error;
    }
}

asio::awaitable<Outcome<std::string>> Inbox::line() {
    using Line = Outcome<std::string>;
    const auto deadline = wire::in(60s); // A line is a few hundred bytes, even over the slowest of connections.
    std::size_t searched = 0;
    for (;;) {
        const std::size_t end = pending_.find('\n', searched);
        if (end != pending_.npos) {
            std::string found = pending_.substr(0, end);
            pending_.erase(0, end + 1);
            co_return Line(std::move(found));
        }
        searched = pending_.size();
        if (searched > longest_line) co_return Line(Refusal{ErrorType::bad_request, "the line has no end"});
        const auto next = std::min(wire::in(silence_), deadline);
        const auto error = co_await receive(next);
        if (error) co_return Line(Refusal{ErrorType::io, wire::in_words(error)});
    }
}

asio::awaitable<Outcome<std::uint64_t>> Inbox::bytes(std::uint64_t size,
                                                     std::function<wire::error_code(std::string_view)> sink) {
    using Bytes = Outcome<std::uint64_t>;
    std::uint64_t left = size;
    for (;;) {
        const std::size_t usable = std::min<std::uint64_t>(left, pending_.size());
        const wire::error_code unusable =
            usable > 0 ? sink(std::string_view(pending_).substr(0, usable)) : wire::error_code{};
        if (unusable) co_return Bytes(file_refusal(unusable));
        pending_.erase(0, usable);
        left -= usable;
        if (left == 0) co_return Bytes(size);
        const auto error = co_await receive(wire::in(silence_));
        if (error) {
            const std::string message =
                fmt::format("{}, after {} of {} bytes", wire::in_words(error), size - left, size);
            co_return Bytes(Refusal{ErrorType::io, message});
        }
    }
}

asio::awaitable<Outcome<std::uint64_t>> receive_file(Inbox& inbox, wire::Directory directory, std::string name,
                                                     std::uint64_t size, std::function<void(std::size_t)> on_received) {
    using Bytes = Outcome<std::uint64_t>;
    auto file = wire::PartialFile::create(directory);
    if (!file) co_return Bytes(file_refusal(file.error()));
    std::function<wire::error_code(std::string_view)> sink = [&](std::string_view piece) {
        on_received(piece.size());
        return file->append(piece);
    };
    const auto received = co_await inbox.bytes(size, std::move(sink));
    if (!received) co_return received;
    const auto unpublished = file->publish_new(name);
    if (unpublished) co_return Bytes(file_refusal(unpublished));
    co_return received;
}

std::string in_words(const wire::tcp::endpoint& peer) {
    return fmt::format("{} {}", peer.address().to_string(), peer.port());
}

Refusal file_refusal(const wire::error_code& error) {
    if (error == std::errc::file_exists) return {ErrorType::exists, "there is a file of this name already"};
    if (error == std::errc::no_such_file_or_directory) return {ErrorType::not_found, "there is no file of this name"};
    if (error == std::errc::too_many_symbolic_link_levels)
        return {ErrorType::bad_name, "symbolic links are not followed"};
    if (error == std::errc::is_a_directory || error == std::errc::invalid_argument)
        return {ErrorType::bad_name, "this is not a regular file"};
    if (error == std::errc::filename_too_long) return {ErrorType::bad_name, "the name is too long for the file system"};
    if (error == std::errc::no_space_on_device || error == std::errc::file_too_large)
        return {ErrorType::too_large, error.message()};
    return {ErrorType::io, error.message()};
}

std::string report(std::string_view peer, std::string_view request, std::string_view name,
                   const Outcome<std::uint64_t>& outcome) {
    const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::string what = name.empty() ? std::string(request) : fmt::format("{} {}", request, wire::printable(name));
    const std::string how = outcome ? fmt::format("success, {} bytes", *outcome)
                                    : fmt::format("failure, {}: {}", name_of(outcome.error().type),
                                                  wire::printable(outcome.error().message));
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ} {} {}: {}", fmt::gmtime(now), peer, what, how);
}

} // namespace counterpart::file_exchange
