// Reads the process tree from /proc.
#include "harness/candidate/cage/process_tree.hpp"
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstring>
#include <dirent.h>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace counterpart::candidate {

namespace {

// The entries of a directory whose names are numbers.
std::vector<int> numbers_in(const char* directory) {
    std::vector<int> numbers;
    std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(directory), ::closedir);
    if (!open) return numbers;
    while (auto* entry = ::readdir(open.get())) {
        int number = 0;
        auto* last = entry->d_name + std::strlen(entry->d_name);
        auto [end, error] = std::from_chars(entry->d_name, last, number);
        if (error == std::errc{} && end == last) numbers.push_back(number);
    }
    return numbers;
}

int parent_of(int pid) {
    std::ifstream file(fmt::format("/proc/{}/stat", pid));
    std::string text;
    std::getline(file, text, '\0');
    auto name_end = text.rfind(')'); // a name may hold anything, ')' included
    if (name_end == std::string::npos || name_end + 4 >= text.size()) return 0;
    return std::atoi(text.c_str() + name_end + 4);
}

// A kernel without CONFIG_PROC_CHILDREN has no children files: then every process is asked for its parent.
bool has_children_files() {
    static const bool has = ::access("/proc/thread-self/children", R_OK) == 0;
    return has;
}

std::vector<int> children_by_file(int pid) {
    std::vector<int> children;
    for (int tid : threads_of(pid)) {
        std::ifstream file(fmt::format("/proc/{}/task/{}/children", pid, tid));
        for (int child = 0; file >> child;) children.push_back(child);
    }
    return children;
}

std::multimap<int, int> everyone_by_parent() {
    std::multimap<int, int> by_parent;
    for (int pid : numbers_in("/proc")) by_parent.emplace(parent_of(pid), pid);
    return by_parent;
}

std::vector<int> children_among(const std::multimap<int, int>& by_parent, int pid) {
    std::vector<int> children;
    auto [first, last] = by_parent.equal_range(pid);
    for (; first != last; ++first) children.push_back(first->second);
    return children;
}

} // namespace

void kill_together(const std::vector<int>& pids) {
    for (int pid : pids) ::kill(pid, SIGSTOP);
    for (int pid : pids) ::kill(pid, SIGKILL);
}

std::vector<int> threads_of(int pid) { return numbers_in(fmt::format("/proc/{}/task", pid).c_str()); }

std::vector<int> descendants(int root, const std::vector<int>& without) {
    bool files = has_children_files();
    auto by_parent = files ? std::multimap<int, int>() : everyone_by_parent();
    std::vector<int> found{root};
    for (std::size_t at = 0; at < found.size(); ++at) {
        auto children = files ? children_by_file(found[at]) : children_among(by_parent, found[at]);
        for (int child : children)
            if (std::find(without.begin(), without.end(), child) == without.end()) found.push_back(child);
    }
    found.erase(found.begin());
    return found;
}

unsigned tasks_of(unsigned uid) {
    unsigned tasks = 0;
    for (int pid : numbers_in("/proc")) {
        struct stat status {};
        if (::stat(fmt::format("/proc/{}", pid).c_str(), &status) != 0 || status.st_uid != uid) continue;
        tasks += static_cast<unsigned>(threads_of(pid).size());
    }
    return tasks;
}

} // namespace counterpart::candidate
