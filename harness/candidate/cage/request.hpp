/// What the harness asks the launcher and the first process of a cage for, as values and as message bodies.
#pragma once
#include "harness/candidate/cage/message.hpp"
#include "harness/candidate/cage/terms.hpp"
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

namespace counterpart::candidate {

/// Kind::open. Mounts' sources are canonical; limits are filled in.
struct OpenRequest {
    Limits limits;
    std::vector<Mount> read_only;
    std::vector<std::string> hidden; ///< folders below /usr that a cage shows empty

    Packer pack() const;
    static OpenRequest unpack(const std::string& body);
};

/// Kind::start. Bit n of `streams` says that a descriptor for the child's 0, 1, 2 comes with the message; those come
/// first and in order, and the further ones after them.
struct StartRequest {
    std::uint64_t id = 0;
    std::vector<std::string> words;
    std::vector<std::string> environment;
    unsigned streams = 0;

    Packer pack() const;
    static StartRequest unpack(const std::string& body);
};

/// Kind::failed and Kind::refused: the step that failed, and why.
struct Failure {
    std::uint64_t id = 0; ///< of the start request; 0 for the cage itself
    int error = 0;
    std::string step;

    Packer pack() const;
    static Failure unpack(const std::string& body);
};

/// Kind::ended.
struct EndReport {
    std::uint64_t id = 0;
    Ended ended;

    Packer pack() const;
    static EndReport unpack(const std::string& body);
};

/// The text that an error was made with, without the system's reason.
std::string step_of(const std::system_error& error);

/// Sends a failure as the given kind; says nothing when nobody listens any more.
void report_failure(int socket, Kind kind, std::uint64_t id, const std::system_error& error);

/// The limits with every zero replaced by the default.
Limits filled_in(Limits limits);

} // namespace counterpart::candidate
