/// The version of this program, from CMakeLists.txt.
#pragma once

namespace counterpart::command {

inline constexpr const char* version = COUNTERPART_VERSION;

} // namespace counterpart::command
