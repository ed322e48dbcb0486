/// A socket of the harness that lets nothing in: connection attempts and data vanish as on a dead line. A socket filter
/// does it that accepts zero bytes (socket(7), SO_ATTACH_FILTER). Where the kernel keeps that from this user, outside a
/// cage, a listener is kept silent by a queue that is full.
#pragma once

namespace counterpart::engine {

/// Whether it could be done; false where the kernel does not let this user. Throws std::system_error otherwise.
bool fall_silent(int socket);
void speak_again(int socket); ///< what was lost comes again when the candidate's kernel repeats it

} // namespace counterpart::engine
