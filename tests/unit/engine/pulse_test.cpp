#include "harness/engine/pulse.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <optional>

using namespace counterpart::engine;
namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

namespace {

/// Keeps everything else on the thread from running.
void stand_still(Clock::duration time) {
    for (const auto end = Clock::now() + time; Clock::now() < end;) {}
}

} // namespace

TEST_CASE("pulse: a stall is noticed while it lasts and afterwards") {
    asio::io_context context;
    std::optional<Pulse> pulse(context.get_executor());
    asio::post(context, [&] {
        stand_still(std::chrono::milliseconds(600));
        CHECK(pulse->longest_stall() >= std::chrono::milliseconds(300));
        // The beat that is due comes after this.
        asio::post(context, [&] {
            CHECK(pulse->longest_stall() >= std::chrono::milliseconds(300));
            pulse.reset();
        });
    });
    context.run();
    CHECK(!pulse);
}

TEST_CASE("pulse: it ends with its case, also when a beat is due just then") {
    asio::io_context context;
    std::optional<Pulse> pulse(context.get_executor());
    asio::post(context, [&] {
        stand_still(std::chrono::milliseconds(300));
        asio::post(context, [&] { pulse.reset(); });
    });
    context.run(); // would go on for ever
    CHECK(!pulse);
}

TEST_CASE("pulse: the kernel says what was waited for a processor") {
    asio::io_context context;
    const Pulse pulse(context.get_executor());
    CHECK(pulse.without_processor() >= Clock::duration::zero());
    CHECK(pulse.without_processor() < std::chrono::seconds(60));
}
