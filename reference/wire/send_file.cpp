/// See send_file.hpp.
#include "reference/wire/send_file.hpp"
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>

namespace counterpart::wire {

namespace {

using Chunk = std::array<char, 64 * 1024>;

bool would_block(const error_code& error) {
    return error == asio::error::would_block || error == asio::error::try_again;
}

std::string stalled_for(Clock::duration limit) {
    return fmt::format("the peer took nothing for {} s",
                       std::chrono::duration_cast<std::chrono::seconds>(limit).count());
}

/// Sends one chunk, minding what comes in.
class ChunkSender {
public:
    ChunkSender(Connection& connection, const SendPlan& plan)
        : connection_(connection), plan_(plan), incoming_(plan.incoming), watch_(connection, plan.stall) {}

    asio::awaitable<void> send(std::string_view bytes, SendResult& result) {
        while (!bytes.empty()) {
            const Interest interest = incoming_ == Incoming::ignore ? Interest::write : Interest::both;
            const Ready ready = co_await connection_.wait(interest, StallWatch::next_look());
            if (ready == Ready::readable)
                hear(result);
            else if (ready == Ready::timed_out && watch_.stalled(result.sent))
                result.problem = stalled_for(plan_.stall);
            if (result.peer_spoke || !result.problem.empty()) co_return;
            // Also after reading: a peer that never stops talking must not keep us from sending.
            const Transfer done = connection_.write_now(asio::buffer(bytes));
            if (done.error && !would_block(done.error)) {
                result.problem = in_words(done.error);
                co_return;
            }
            bytes.remove_prefix(done.size);
            result.sent += done.size;
            plan_.on_sent(done.size);
        }
    }

private:
    void hear(SendResult& result) {
        if (incoming_ == Incoming::stop) {
            result.peer_spoke = true;
            return;
        }
        std::array<char, 4096> unwanted;
        const Transfer heard = connection_.read_now(asio::buffer(unwanted));
        if (heard.error == asio::error::eof)
            incoming_ = Incoming::ignore; // It may still listen.
        else if (heard.error && !would_block(heard.error))
            result.problem = in_words(heard.error);
    }

    Connection& connection_;
    const SendPlan& plan_;
    Incoming incoming_;
    StallWatch watch_;
};

} // namespace

bool StallWatch::stalled(std::uint64_t written) {
    const std::uint64_t acknowledged = written - connection_.unacknowledged();
    if (acknowledged != acknowledged_) last_progress_ = Clock::now();
    acknowledged_ = acknowledged;
    return Clock::now() - last_progress_ >= limit_;
}

asio::awaitable<SendResult> send_file(Connection& connection, const OpenFile& file, const SendPlan& plan) {
    SendResult result;
    ChunkSender sender(connection, plan);
    const auto chunk = std::make_unique<Chunk>();
    while (result.sent < plan.size) {
        const auto wanted = std::min<std::uint64_t>(chunk->size(), plan.size - result.sent);
        const auto got = read_chunk(file.descriptor.number(), std::span(*chunk).first(wanted));
        if (!got) result.problem = "cannot read the file: " + got.error().message();
        if (!got || *got == 0) co_return result;
        co_await sender.send(std::string_view(chunk->data(), *got), result);
        if (result.peer_spoke || !result.problem.empty()) co_return result;
    }
    co_return result;
}

asio::awaitable<std::string> finish(Connection& connection, Clock::duration stall) {
    connection.finish_sending();
    StallWatch watch(connection, stall);
    for (;;) {
        const Ready ready = co_await connection.wait(Interest::read, StallWatch::next_look());
        // Looked at also when something came: a peer that talks for ever must not hold us for ever.
        if (watch.stalled(0)) co_return connection.unacknowledged() == 0 ? "" : stalled_for(stall);
        if (ready == Ready::timed_out) continue;
        std::array<char, 4096> unwanted;
        const Transfer heard = connection.read_now(asio::buffer(unwanted));
        if (heard.error == asio::error::eof) co_return "";
        if (heard.error && !would_block(heard.error)) co_return in_words(heard.error);
    }
}

} // namespace counterpart::wire
