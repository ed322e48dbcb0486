// Memory cgroups of version 1 (below our own group) and 2 (beside it).
#include "harness/candidate/cage/cgroup.hpp"
#include "harness/candidate/cage/message.hpp"
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <optional>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace counterpart::candidate {

namespace {

constexpr std::string_view prefix = "counterpart-"; // then the launcher's process id, a dash and a number

struct Hierarchy {
    std::string directory; ///< under which groups are made
    bool unified = false;  ///< version 2
};

bool write_to(const std::string& path, const std::string& text) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    return file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// The path of our own group: lines of the file are "NUMBER:CONTROLLERS:PATH", and version 2 names no controllers.
std::string own_group(const std::string& controllers) {
    std::ifstream file("/proc/self/cgroup");
    for (std::string line; std::getline(file, line);) {
        auto at = line.find(":" + controllers + ":");
        if (at != std::string::npos) return line.substr(at + controllers.size() + 2);
    }
    return "";
}

bool names_memory(const std::string& path) {
    std::ifstream file(path);
    for (std::string controller; file >> controller;)
        if (controller == "memory") return true;
    return false;
}

// A group below our own, or where that one is not to be seen (in a container), below the top.
std::optional<Hierarchy> in_version_1(const std::string& mounted) {
    auto own = mounted + own_group("memory");
    return Hierarchy{::access(own.c_str(), W_OK) == 0 ? own : mounted, false};
}

// A group that holds processes cannot have limited groups below it, except for the top. So ours are made beside our
// own.
std::optional<Hierarchy> in_version_2(const std::string& mounted) {
    std::filesystem::path own = own_group("");
    auto above = mounted + (own == "/" ? "" : own.parent_path().string());
    auto enabled = above + "/cgroup.subtree_control";
    if (own == "/" && names_memory(mounted + "/cgroup.controllers")) write_to(enabled, "+memory");
    if (!names_memory(enabled) || ::access(above.c_str(), W_OK) != 0) return std::nullopt;
    return Hierarchy{above, true};
}

std::optional<Hierarchy> find_hierarchy() {
    std::ifstream mounts("/proc/self/mounts");
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream fields(line);
        std::string device, directory, type, options;
        fields >> device >> directory >> type >> options;
        std::optional<Hierarchy> found;
        if (type == "cgroup" && ("," + options + ",").find(",memory,") != std::string::npos)
            found = in_version_1(directory);
        else if (type == "cgroup2")
            found = in_version_2(directory);
        if (found) return found;
    }
    return std::nullopt;
}

const std::optional<Hierarchy>& hierarchy() {
    static const auto found = find_hierarchy();
    return found;
}

bool limit(const std::string& directory, std::uint64_t bytes, bool unified) {
    auto text = std::to_string(bytes);
    if (!write_to(directory + (unified ? "/memory.max" : "/memory.limit_in_bytes"), text)) return false;
    // Where swap is not accounted there is nothing to write to.
    write_to(directory + (unified ? "/memory.swap.max" : "/memory.memsw.limit_in_bytes"), unified ? "0" : text);
    return true;
}

} // namespace

std::string make_memory_group(std::uint64_t bytes) {
    static unsigned counter = 0;
    if (!hierarchy()) return "";
    auto directory = fmt::format("{}/{}{}-{}", hierarchy()->directory, prefix, ::getpid(), ++counter);
    if (::mkdir(directory.c_str(), 0755) != 0) return "";
    if (limit(directory, bytes, hierarchy()->unified)) return directory;
    ::rmdir(directory.c_str());
    return "";
}

void join_memory_group(const std::string& directory) {
    // The first process has one thread. A thread that writes 0 to `tasks` moves at once; a process that moves waits
    // until every processor has gone through its scheduler, which takes milliseconds. Version 2 has no choice.
    auto path = directory + (hierarchy()->unified ? "/cgroup.procs" : "/tasks");
    Descriptor file(checked(::open(path.c_str(), O_WRONLY | O_CLOEXEC), "opening the memory group"));
    checked(::write(file.get(), "0", 1), "joining the memory group");
}

void remove_memory_group(const std::string& directory) {
    if (!directory.empty()) ::rmdir(directory.c_str());
}

void remove_stale_memory_groups() {
    if (!hierarchy()) return;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(hierarchy()->directory, ignored)) {
        auto name = entry.path().filename().string();
        if (!name.starts_with(prefix)) continue;
        int launcher = std::atoi(name.c_str() + prefix.size());
        if (launcher > 0 && ::kill(launcher, 0) != 0) ::rmdir(entry.path().c_str());
    }
}

} // namespace counterpart::candidate
