#include "harness/candidate/input.hpp"
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace counterpart::candidate {

namespace asio = boost::asio;

Input::Input(asio::any_io_executor executor, InputSource source)
    : stream_(std::move(executor)), source_(std::move(source)) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::system_error(errno, std::generic_category(), "making a pipe for standard input");
    theirs_ = ends[0];
    stream_.assign(ends[1]);
}

Input::~Input() { ::close(theirs_); }

void Input::begin() {
    asio::co_spawn(
        stream_.get_executor(), [self = shared_from_this()] { return self->write_all(); }, asio::detached);
}

void Input::stop() {
    boost::system::error_code ignored;
    stream_.close(ignored);
}

asio::awaitable<void> Input::write_all() {
    const auto self = shared_from_this();
    std::array<char, 16384> buffer; // filled by the source
    for (std::uint64_t at = 0;;) {
        const auto count = source_(at, buffer);
        if (count == 0) break;
        for (std::size_t done = 0; done < count;) {
            auto [error, written] = co_await stream_.async_write_some(asio::buffer(buffer.data() + done, count - done),
                                                                      asio::as_tuple(asio::use_awaitable));
            if (error) co_return;
            done += written;
        }
        at += count;
    }
    stop();
}

} // namespace counterpart::candidate
