#include "harness/engine/silence.hpp"
#include <cerrno>
#include <linux/filter.h>
#include <sys/socket.h>
#include <system_error>

namespace counterpart::engine {

bool fall_silent(int socket) {
    sock_filter drop_all = BPF_STMT(BPF_RET | BPF_K, 0);
    const sock_fprog program{1, &drop_all};
    if (::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0) return true;
    if (errno == EPERM) return false;
    throw std::system_error(errno, std::generic_category(), "silencing a socket");
}

void speak_again(int socket) {
    const int unused = 0;
    if (::setsockopt(socket, SOL_SOCKET, SO_DETACH_FILTER, &unused, sizeof unused) != 0)
        throw std::system_error(errno, std::generic_category(), "letting a socket hear again");
}

} // namespace counterpart::engine
