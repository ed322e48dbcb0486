#include "harness/candidate/output.hpp"
#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <system_error>
#include <termios.h>
#include <unistd.h>

namespace counterpart::candidate {

namespace asio = boost::asio;

Output::Output(asio::any_io_executor executor, int descriptor, std::shared_ptr<Signal> signal)
    : stream_(std::move(executor), descriptor), signal_(std::move(signal)) {}

void Output::begin() {
    asio::co_spawn(
        stream_.get_executor(), [self = shared_from_this()] { return self->read_all(); },
        [self = shared_from_this()](std::exception_ptr) { self->ended_ = true; });
}

void Output::stop() {
    signal_.reset();
    boost::system::error_code ignored;
    stream_.close(ignored);
}

asio::awaitable<void> Output::read_all() {
    const auto self = shared_from_this();
    std::array<char, 16384> buffer; // filled by the read
    for (;;) {
        auto [error, count] =
            co_await stream_.async_read_some(asio::buffer(buffer), asio::as_tuple(asio::use_awaitable));
        if (error) break; // EIO from a terminal whose other end is closed, EOF from a pipe
        take(std::string_view(buffer.data(), count));
        if (signal_) signal_->notify();
    }
    ended_ = true;
    if (signal_) signal_->notify();
}

void Output::take(std::string_view bytes) {
    total_ += bytes.size();
    const auto room = std::min(keep - head_.size(), bytes.size());
    head_.append(bytes.substr(0, room));
    tail_.append(bytes.substr(room));
    if (tail_.size() > 2 * keep) tail_.erase(0, tail_.size() - keep);
}

Captured Output::captured() const {
    Captured captured{head_, tail_.size() > keep ? tail_.substr(tail_.size() - keep) : tail_, 0};
    captured.omitted = total_ - captured.head.size() - captured.tail.size();
    return captured;
}

std::string Output::kept() const {
    const auto all = captured();
    if (all.omitted == 0) return all.head + all.tail;
    return fmt::format("{}\n… {} bytes omitted …\n{}", all.head, all.omitted, all.tail);
}

std::string Output::last_lines(int lines) const {
    const auto all = kept();
    auto end = all.size();
    while (end > 0 && (all[end - 1] == '\n' || all[end - 1] == '\r')) --end;
    auto begin = end;
    while (begin > 0 && end - begin < 2048) {
        if (all[begin - 1] == '\n' && --lines == 0) break;
        --begin;
    }
    return all.substr(begin, end - begin);
}

Ends open_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "making a pipe");
    return {ends[0], ends[1]};
}

Ends open_terminal() {
    Ends ends{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), -1};
    std::array<char, 128> name{};
    if (ends.ours >= 0 && ::grantpt(ends.ours) == 0 && ::unlockpt(ends.ours) == 0 &&
        ::ptsname_r(ends.ours, name.data(), name.size()) == 0)
        ends.theirs = ::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (ends.theirs < 0) {
        if (ends.ours >= 0) ::close(ends.ours);
        return open_pipe();
    }
    termios mode{};
    ::tcgetattr(ends.theirs, &mode);
    mode.c_oflag &= ~static_cast<tcflag_t>(OPOST); // "\n" stays "\n"
    mode.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(ends.theirs, TCSANOW, &mode);
    const winsize size{24, 80, 0, 0};
    ::ioctl(ends.theirs, TIOCSWINSZ, &size);
    return ends;
}

} // namespace counterpart::candidate
