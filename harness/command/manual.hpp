/// The manual page counterpart(1), made from the command line's own description. Pure: values in, roff out.
#pragma once
#include "harness/command/command_shape.hpp"

namespace counterpart::command {

std::string manual_page(const ProgramShape&);

} // namespace counterpart::command
