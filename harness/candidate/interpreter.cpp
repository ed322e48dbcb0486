#include "harness/candidate/interpreter.hpp"
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace counterpart::candidate {
namespace {

namespace fs = std::filesystem;

/// A word for the shell, quoted whole.
std::string quoted(const std::string& word) {
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

std::string output_of(const std::string& command) {
    const auto close = [](FILE* pipe) { ::pclose(pipe); };
    const std::unique_ptr<FILE, decltype(close)> pipe(::popen(command.c_str(), "re"), close);
    std::string out;
    char buffer[512];
    while (pipe && std::fgets(buffer, sizeof buffer, pipe.get()) && out.size() < 65536) out += buffer;
    return out;
}

bool below_usr(const fs::path& path) { return path.string().starts_with("/usr/") || path == "/usr"; }

} // namespace

fs::path on_path(const std::string& name) {
    std::istringstream folders(std::getenv("PATH") ? std::getenv("PATH") : "/usr/local/bin:/usr/bin:/bin");
    for (std::string folder; std::getline(folders, folder, ':');) {
        const auto candidate = fs::path(folder.empty() ? "." : folder) / name;
        if (::access(candidate.c_str(), X_OK) == 0 && fs::is_regular_file(candidate)) return fs::absolute(candidate);
    }
    return {};
}

Interpreter find_interpreter(const std::string& name) {
    const fs::path found = name.find('/') == std::string::npos ? on_path(name) : fs::absolute(name);
    if (found.empty() || ::access(found.c_str(), X_OK) != 0)
        throw std::runtime_error(fmt::format(
            "there is no Python interpreter '{}'; install python3, or name one with --python /path/to/python3", name));
    constexpr auto question =
        "import sys; print(sys.version_info[0]); print('%d.%d.%d' % sys.version_info[:3]); "
        "print(sys.executable); print(sys.prefix); print(sys.base_prefix); print(sys.exec_prefix)";
    std::istringstream lines(
        output_of(fmt::format("{} -I -c {} 2>/dev/null </dev/null", quoted(found), quoted(question))));
    std::string major, version, executable, folder;
    std::getline(lines, major);
    std::getline(lines, version);
    std::getline(lines, executable);
    if (major != "3" || executable.empty())
        throw std::runtime_error(fmt::format("'{}' does not answer as a Python 3 interpreter would; name another with "
                                             "--python /path/to/python3",
                                             found.string()));
    Interpreter interpreter{executable, {}, version};
    const auto add = [&](const fs::path& path) {
        if (path.empty() || path == "/" || below_usr(path)) return;
        for (const auto& known : interpreter.folders)
            if (known == path) return;
        interpreter.folders.push_back(path);
    };
    while (std::getline(lines, folder)) add(folder);
    // A virtual environment's python3 is a link to the interpreter that it was made from.
    const auto real = fs::canonical(executable);
    if (!below_usr(real) && interpreter.folders.empty()) add(real.parent_path());
    return interpreter;
}

} // namespace counterpart::candidate
