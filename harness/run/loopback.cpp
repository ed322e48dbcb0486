#include "harness/run/loopback.hpp"
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>

namespace counterpart::run {

namespace asio = boost::asio;

class Turn {
public:
    explicit Turn(int socket) : socket_(socket) {}
    ~Turn() { ::close(socket_); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    int socket_;
};

namespace {

/// The abstract name that is bound while it is somebody's turn.
constexpr std::string_view lock_name("\0counterpart-loopback", 21);
/// The kernel tells nobody when a name becomes free; looking costs two system calls.
constexpr std::chrono::milliseconds look_every{10};

} // namespace

asio::awaitable<std::shared_ptr<Turn>> turn_on_loopback(candidate::Isolation tier) {
    if (tier == candidate::Isolation::cage) co_return nullptr;
    auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, lock_name.data(), lock_name.size());
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + lock_name.size());
    for (;;) {
        const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (socket < 0) throw std::system_error(errno, std::generic_category(), "making the loopback's lock");
        if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), length) == 0)
            co_return std::make_shared<Turn>(socket);
        const int fault = errno;
        ::close(socket);
        if (fault != EADDRINUSE) throw std::system_error(fault, std::generic_category(), "taking the loopback's lock");
        timer.expires_after(look_every);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
}

} // namespace counterpart::run
