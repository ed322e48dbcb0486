/// Finds the real Python interpreter once: `python3` may be a version manager's shim that costs more than the
/// candidate.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace counterpart::candidate {

struct Interpreter {
    std::filesystem::path program;              ///< absolute, symbolic links resolved as the interpreter itself does
    std::vector<std::filesystem::path> folders; ///< outside /usr: what must be visible for it to run
    std::string version;                        ///< "3.11.7"
};

/// Asks `name` (a path, or a name on PATH) about itself. Throws std::runtime_error that says what was tried and what
/// to do when it is missing or is no Python 3.
Interpreter find_interpreter(const std::string& name);

/// The first program of that name on PATH, or an empty path.
std::filesystem::path on_path(const std::string& name);

} // namespace counterpart::candidate
