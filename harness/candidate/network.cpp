// Stepping into a network namespace, and questions to the kernel about the TCP sockets there.
#include "harness/candidate/network.hpp"
#include "harness/candidate/cage/message.hpp"
#include "harness/candidate/network_table.hpp"
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/socket.h>
#include <system_error>

namespace counterpart::candidate {

namespace {

// Opening it takes longer than all the rest. A thread has no other way of changing its network than Inside, once the
// launcher has been made.
int home_network() {
    thread_local Descriptor home;
    if (!home)
        home = Descriptor(checked(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC), "opening the own network"));
    return home.get();
}

} // namespace

Inside::Inside(int network_namespace) {
    if (network_namespace < 0) return;
    int home = home_network();
    checked(::setns(network_namespace, CLONE_NEWNET), "entering the cage's network");
    home_ = home;
}

Inside::~Inside() {
    if (home_ < 0 || ::setns(home_, CLONE_NEWNET) == 0) return;
    // A thread in the wrong network would go on to test the wrong candidate.
    std::perror("cannot return from the cage's network");
    std::abort();
}

int open_tcp_socket(int network_namespace) {
    Inside inside(network_namespace);
    return checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP), "making a TCP socket");
}

namespace {

constexpr std::uint32_t every_state = 0xfff;

std::string address_text(int family, const __be32* address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (family == AF_INET6 && address[0] == 0 && address[1] == 0 && address[2] == htonl(0xffff)) {
        family = AF_INET; // an IPv4 connection of a dual-stack socket
        address += 3;
    }
    ::inet_ntop(family, address, text.data(), text.size());
    return text.data();
}

SocketState to_state(const inet_diag_msg& found) {
    SocketState state;
    state.local_address = address_text(found.idiag_family, found.id.idiag_src);
    state.local_port = ntohs(found.id.idiag_sport);
    state.remote_address = address_text(found.idiag_family, found.id.idiag_dst);
    state.remote_port = ntohs(found.id.idiag_dport);
    state.state = found.idiag_state;
    state.receive_queue = found.idiag_rqueue;
    state.send_queue = found.idiag_wqueue;
    state.timer = found.idiag_timer != 0;
    state.inode = found.idiag_inode;
    state.uid = found.idiag_uid;
    return state;
}

struct Question {
    nlmsghdr header{};
    inet_diag_req_v2 request{};

    Question(int family, std::uint32_t states, unsigned flags) {
        header.nlmsg_len = sizeof(Question);
        header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
        header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
        request.sdiag_family = static_cast<std::uint8_t>(family);
        request.sdiag_protocol = IPPROTO_TCP;
        request.idiag_states = states;
        request.id.idiag_cookie[0] = request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    }
};

} // namespace

struct SocketWatch::State {
    int network_namespace;
    Descriptor netlink; ///< empty where the kernel refuses it, as gVisor does: then tables are read
    std::array<char, 32768> answer{};

    explicit State(int network) : network_namespace(network) {
        Inside inside(network);
        netlink = Descriptor(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
        if (!netlink) return;
        timeval limit{1, 0}; // the kernel answers at once; this is against waiting for ever all the same
        ::setsockopt(netlink.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }

    // Sends the question and adds what is found. ENOENT is an answer: no such socket.
    void ask(const Question& question, std::vector<SocketState>& found) {
        checked(::send(netlink.get(), &question, sizeof question, 0), "asking for sockets");
        while (read_answer(found, (question.header.nlmsg_flags & NLM_F_DUMP) != 0)) {}
    }

    // Returns whether more follows.
    bool read_answer(std::vector<SocketState>& found, bool many) {
        auto size = checked(::recv(netlink.get(), answer.data(), answer.size(), 0), "asking for sockets");
        auto left = static_cast<unsigned>(size);
        for (auto* part = reinterpret_cast<nlmsghdr*>(answer.data()); NLMSG_OK(part, left);
             part = NLMSG_NEXT(part, left)) {
            if (part->nlmsg_type == NLMSG_DONE) return false;
            if (part->nlmsg_type == NLMSG_ERROR) {
                errno = -static_cast<nlmsgerr*>(NLMSG_DATA(part))->error;
                if (errno == ENOENT || errno == 0) return false;
                checked(-1, "asking for sockets");
            }
            if (part->nlmsg_type == SOCK_DIAG_BY_FAMILY)
                found.push_back(to_state(*static_cast<inet_diag_msg*>(NLMSG_DATA(part))));
        }
        return many;
    }

    std::optional<SocketState> look_up(const std::string& local, std::uint16_t local_port, const std::string& remote,
                                       std::uint16_t remote_port) {
        Question question(AF_INET, every_state, 0);
        auto& id = question.request.id;
        if (::inet_pton(AF_INET, local.c_str(), id.idiag_src) != 1 ||
            ::inet_pton(AF_INET, remote.c_str(), id.idiag_dst) != 1)
            throw std::system_error(EINVAL, std::system_category(), "not an IPv4 address: " + local + " or " + remote);
        id.idiag_sport = htons(local_port);
        id.idiag_dport = htons(remote_port);
        std::vector<SocketState> found;
        ask(question, found);
        if (found.empty()) return std::nullopt;
        return found.front();
    }

    std::vector<SocketState> read_tables(std::uint32_t states) const {
        Inside inside(network_namespace);
        return read_socket_tables(states);
    }
};

SocketWatch::SocketWatch(int network_namespace) : state_(std::make_unique<State>(network_namespace)) {}
SocketWatch::~SocketWatch() = default;

std::optional<SocketState> SocketWatch::listener(const std::string& address, std::uint16_t port) {
    if (!state_->netlink) return find_listener(state_->read_tables(1u << TCP_LISTEN), address, port);
    auto found = state_->look_up(address, port, "0.0.0.0", 0);
    if (found && found->state != TCP_LISTEN) return std::nullopt;
    return found;
}

bool SocketWatch::has_room(const std::string& address, std::uint16_t port) {
    if (!state_->netlink) return true; // the tables have no backlog
    const auto found = listener(address, port);
    return !found || found->receive_queue <= found->send_queue; // one more than its backlog, as the kernel counts
}

std::optional<SocketState> SocketWatch::connection(const std::string& local_address, std::uint16_t local_port,
                                                   const std::string& remote_address, std::uint16_t remote_port) {
    if (!state_->netlink) {
        for (auto& each : state_->read_tables(every_state))
            if (each.local_address == local_address && each.local_port == local_port &&
                each.remote_address == remote_address && each.remote_port == remote_port)
                return each;
        return std::nullopt;
    }
    auto found = state_->look_up(local_address, local_port, remote_address, remote_port);
    if (found && found->remote_port != remote_port) return std::nullopt; // no connection, but its port's listener
    return found;
}

std::vector<SocketState> SocketWatch::all(std::uint32_t states) {
    if (!state_->netlink) return state_->read_tables(states);
    std::vector<SocketState> found;
    for (int family : {AF_INET, AF_INET6}) state_->ask(Question(family, states, NLM_F_DUMP), found);
    return found;
}

} // namespace counterpart::candidate
