/// Messages between the harness, its launcher and the first process of each cage: one packet of a SOCK_SEQPACKET pair
/// each, bounded in size, with descriptors beside the bytes.
#pragma once
#include "harness/candidate/cage/descriptor.hpp"
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace counterpart::candidate {

/// What a message says. Its number goes over the wire between processes of one build, so it needs no version.
enum class Kind : std::uint8_t {
    prepared = 1, ///< launcher → harness: the launcher works; namespaces to join beside it
    open,         ///< harness → launcher: make a cage, whose control socket is beside it
    cloned,       ///< launcher → harness, on the cage's socket: process id and owner; a pidfd beside it in a cage
    ready,        ///< first process → harness: what the cage has; network and working directory beside it
    refused,      ///< launcher or first process → harness: error number and the step that failed
    start,        ///< harness → first process: run a program, its descriptors beside it
    started,      ///< first process → harness: it runs; its process id, or 0 and the id as sender_pid
    failed,       ///< first process → harness: it could not be run; error number and step
    ended,        ///< first process → harness: it ended; status and usage
    signal,       ///< harness → first process: send it a signal; SIGKILL is for all
};

constexpr std::size_t message_limit = 120 << 10; ///< bytes; a packet must fit the default send buffer of 208 KiB
constexpr std::size_t message_descriptors = 64;

/// Writes a message's body.
class Packer {
public:
    Packer& number(std::uint64_t value);
    Packer& text(std::string_view value);
    Packer& texts(const std::vector<std::string>& values);
    const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

/// Reads a message's body in the same order; throws std::runtime_error where it is too short.
class Unpacker {
public:
    explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
    std::uint64_t number();
    std::string text();
    std::vector<std::string> texts();

private:
    std::string_view rest_;
};

struct Message {
    Kind kind{};
    std::string body;
    std::vector<Descriptor> descriptors;
    int sender_pid = 0; ///< as the receiver sees it, where its socket has SO_PASSCRED; else 0
};

struct SocketPair {
    Descriptor ours, theirs;
};

/// A connected pair of packet sockets, both close-on-exec and blocking. Throws std::system_error.
SocketPair make_socket_pair();

/// Sends one message. `as_pid`: the process, as the sender sees it, that the receiver is told as sender_pid; 0: the
/// sender itself. Throws std::system_error, EAGAIN included.
void send_message(int socket, Kind kind, const Packer& body, std::span<const int> descriptors = {}, int as_pid = 0);

/// Receives one message; nothing when the other end is closed. Throws std::system_error, EAGAIN included.
std::optional<Message> receive_message(int socket);

/// Throws std::system_error with errno and the step's name when a call has failed; else passes its result on.
int checked(long result, std::string_view step);

} // namespace counterpart::candidate
