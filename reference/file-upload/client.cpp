/// Sending, then an orderly end.
#include "reference/file-upload/client.hpp"
#include "reference/wire/dial.hpp"
#include "reference/wire/program.hpp"
#include "reference/wire/progress.hpp"
#include "reference/wire/send_file.hpp"
#include <fmt/format.h>

namespace counterpart::file_upload {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto connect_limit = 10s; // FU-C6
constexpr auto stall_limit = 10s;   // FU-C7

} // namespace

asio::awaitable<int> upload(ClientOptions options) {
    const auto file = wire::open_file(options.file);
    if (!file) {
        wire::complain(fmt::format("cannot read {}: {}", options.file, file.error().message()));
        co_return wire::failure;
    }
    auto connection = co_await wire::dial(options.host, options.port, wire::in(connect_limit));
    if (!connection) {
        wire::complain(fmt::format("cannot connect to {} port {}: {}", options.host, options.port,
                                   wire::in_words(connection.error())));
        co_return wire::failure;
    }
    wire::SendResult result;
    {
        wire::ProgressBar bar(file->size);
        wire::SendPlan plan;
        plan.incoming = wire::Incoming::discard; // FU-C11
        plan.stall = stall_limit;
        plan.on_sent = [&bar](std::size_t bytes) { bar.advance(bytes); };
        result = co_await wire::send_file(*connection, *file, plan);
        if (result.problem.empty()) result.problem = co_await wire::finish(*connection, stall_limit);
    }
    if (result.problem.empty()) co_return wire::success;
    wire::complain(fmt::format("{} did not arrive at {} port {}: {}, after {} bytes", options.file, options.host,
                               options.port, result.problem, result.sent));
    co_return wire::failure;
}

} // namespace counterpart::file_upload
