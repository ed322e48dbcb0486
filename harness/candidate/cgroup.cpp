// Memory cgroups of version 1 (below our own group) and 2 (below the root, where the memory controller is to be had).
#include "harness/candidate/cgroup.hpp"
#include "harness/candidate/message.hpp"
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

std::string own_group_in_version_1() {
    std::ifstream file("/proc/self/cgroup");
    for (std::string line; std::getline(file, line);) {
        auto at = line.find(":memory:");
        if (at != std::string::npos) return line.substr(at + 8);
    }
    return "";
}

bool has_memory_controller(const std::string& directory) {
    std::ifstream file(directory + "/cgroup.controllers");
    for (std::string controller; file >> controller;)
        if (controller == "memory") return true;
    return false;
}

std::optional<Hierarchy> find_hierarchy() {
    std::ifstream mounts("/proc/self/mounts");
    std::string own = own_group_in_version_1();
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream fields(line);
        std::string device, directory, type, options;
        fields >> device >> directory >> type >> options;
        if (type == "cgroup" && ("," + options + ",").find(",memory,") != std::string::npos && !own.empty())
            return Hierarchy{::access((directory + own).c_str(), W_OK) == 0 ? directory + own : directory, false};
        if (type == "cgroup2" && has_memory_controller(directory) &&
            write_to(directory + "/cgroup.subtree_control", "+memory"))
            return Hierarchy{directory, true};
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
    auto path = directory + "/cgroup.procs";
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
