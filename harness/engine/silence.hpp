/// A socket of the harness that lets nothing in: connection attempts and data vanish as on a dead line. It needs no
/// privilege: a socket filter that accepts zero bytes (socket(7), SO_ATTACH_FILTER).
#pragma once

namespace counterpart::engine {

void fall_silent(int socket); ///< throws std::system_error
void speak_again(int socket); ///< what was lost comes again when the candidate's kernel repeats it

} // namespace counterpart::engine
