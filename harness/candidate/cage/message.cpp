// Packing of messages, and sendmsg/recvmsg with descriptors and credentials.
#include "harness/candidate/cage/message.hpp"
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>

namespace counterpart::candidate {

Packer& Packer::number(std::uint64_t value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
}

Packer& Packer::text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
    return *this;
}

Packer& Packer::texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const auto& value : values) text(value);
    return *this;
}

std::uint64_t Unpacker::number() {
    std::uint64_t value = 0;
    if (rest_.size() < sizeof value) throw std::runtime_error("a message of the launcher is cut short");
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
}

std::string Unpacker::text() {
    auto size = number();
    if (rest_.size() < size) throw std::runtime_error("a message of the launcher is cut short");
    std::string value(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
}

std::vector<std::string> Unpacker::texts() {
    std::vector<std::string> values;
    for (auto left = number(); left > 0; --left) values.push_back(text());
    return values;
}

int checked(long result, std::string_view step) {
    if (result < 0) throw std::system_error(errno, std::system_category(), std::string(step));
    return static_cast<int>(result);
}

SocketPair make_socket_pair() {
    int ends[2];
    checked(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), "making a socket pair");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

namespace {

struct Control {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * message_descriptors) + CMSG_SPACE(sizeof(ucred))> room;
};

template <class T>
void attach(msghdr& header, int type, const T* values, std::size_t count) {
    auto* place = reinterpret_cast<cmsghdr*>(static_cast<char*>(header.msg_control) + header.msg_controllen);
    place->cmsg_level = SOL_SOCKET;
    place->cmsg_type = type;
    place->cmsg_len = CMSG_LEN(sizeof(T) * count);
    std::memcpy(CMSG_DATA(place), values, sizeof(T) * count);
    header.msg_controllen += CMSG_SPACE(sizeof(T) * count);
}

void take(const cmsghdr& part, Message& message) {
    if (part.cmsg_level != SOL_SOCKET) return;
    if (part.cmsg_type == SCM_CREDENTIALS) {
        ucred sender{};
        std::memcpy(&sender, CMSG_DATA(&part), sizeof sender);
        message.sender_pid = sender.pid;
    } else if (part.cmsg_type == SCM_RIGHTS) {
        for (std::size_t at = 0; at + sizeof(int) <= part.cmsg_len - CMSG_LEN(0); at += sizeof(int)) {
            int number = -1;
            std::memcpy(&number, CMSG_DATA(&part) + at, sizeof number);
            message.descriptors.emplace_back(number);
        }
    }
}

} // namespace

void send_message(int socket, Kind kind, const Packer& body, std::span<const int> descriptors, int as_pid) {
    if (body.bytes().size() > message_limit || descriptors.size() > message_descriptors)
        throw std::system_error(E2BIG, std::system_category(), "sending a message to the cage");
    iovec parts[2] = {{&kind, sizeof kind}, {const_cast<char*>(body.bytes().data()), body.bytes().size()}};
    Control control{};
    msghdr header{};
    header.msg_iov = parts;
    header.msg_iovlen = 2;
    header.msg_control = control.room.data();
    if (!descriptors.empty()) attach(header, SCM_RIGHTS, descriptors.data(), descriptors.size());
    if (as_pid > 0) {
        ucred sender{as_pid, ::geteuid(), ::getegid()};
        attach(header, SCM_CREDENTIALS, &sender, 1);
    }
    if (header.msg_controllen == 0) header.msg_control = nullptr;
    long sent = 0;
    do sent = ::sendmsg(socket, &header, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    checked(sent, "sending a message to the cage");
}

std::optional<Message> receive_message(int socket) {
    thread_local std::array<char, message_limit> room; // in .bss: pages that no message needs are never touched
    Message message;
    iovec parts[2] = {{&message.kind, sizeof message.kind}, {room.data(), room.size()}};
    Control control{};
    msghdr header{};
    header.msg_iov = parts;
    header.msg_iovlen = 2;
    header.msg_control = control.room.data();
    header.msg_controllen = control.room.size();
    long size = 0;
    do size = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
    while (size < 0 && errno == EINTR);
    if (size < 0 && errno == ECONNRESET) return std::nullopt; // the other end closed without reading all
    if (checked(size, "receiving a message of the cage") == 0) return std::nullopt;
    message.body.assign(room.data(), static_cast<std::size_t>(size) - sizeof message.kind);
    for (auto* part = CMSG_FIRSTHDR(&header); part; part = CMSG_NXTHDR(&header, part)) take(*part, message);
    return message;
}

} // namespace counterpart::candidate
