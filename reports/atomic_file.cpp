// The temporary file as a resource: it is renamed into place, or removed by the destructor.
#include "reports/atomic_file.hpp"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <system_error>
#include <unistd.h>

namespace counterpart {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(std::string_view name, std::string_view reason) {
    throw std::runtime_error(fmt::format("cannot write {}: {}", name, reason));
}

std::string reason_of(int error) { return std::generic_category().message(error); }

/// Where the bytes go in the end: the file that a symbolic link names, or the path itself.
fs::path resolved(const fs::path& target) {
    std::error_code fault;
    const auto link_free = fs::is_symlink(target, fault) ? fs::weakly_canonical(target, fault) : target;
    return link_free.empty() ? target : link_free;
}

fs::path directory_of(const fs::path& target) {
    return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

void write_all(int descriptor, std::string_view content, std::string_view name) {
    while (!content.empty()) {
        const auto written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) refuse(name, reason_of(errno));
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

class TemporaryFile {
public:
    explicit TemporaryFile(const fs::path& target) : target_(target) {
        // Two writers in one process, or two processes, take different names; O_EXCL settles what is left.
        static std::atomic<unsigned> counter{0};
        do {
            name_ = directory_of(target) / fmt::format(".counterpart-{}-{}.tmp", ::getpid(), counter++);
            descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        } while (descriptor_ < 0 && errno == EEXIST);
        if (descriptor_ < 0) refuse(target.string(), reason_of(errno));
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    TemporaryFile(TemporaryFile&&) = delete;
    TemporaryFile& operator=(TemporaryFile&&) = delete;
    ~TemporaryFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
        if (!renamed_) ::unlink(name_.c_str());
    }

    void fill(std::string_view content) {
        write_all(descriptor_, content, target_.string());
        if (::fsync(descriptor_) != 0) refuse(target_.string(), reason_of(errno));
        const int closed = ::close(descriptor_);
        descriptor_ = -1;
        if (closed != 0) refuse(target_.string(), reason_of(errno));
    }

    void rename_into_place() {
        if (::rename(name_.c_str(), target_.c_str()) != 0) refuse(target_.string(), reason_of(errno));
        renamed_ = true;
    }

private:
    fs::path target_;
    fs::path name_;
    int descriptor_ = -1;
    bool renamed_ = false;
};

} // namespace

void write_atomically(const fs::path& target, std::string_view content) {
    TemporaryFile file(resolved(target));
    file.fill(content);
    file.rename_into_place();
}

bool is_stream(const fs::path& target) {
    std::error_code fault;
    return target == "-" || (fs::exists(target, fault) && fs::is_other(target, fault));
}

void write_to_stream(const fs::path& target, std::string_view content) {
    // A copy of standard output, so that both cases close what they opened.
    const int descriptor = target == "-" ? ::dup(STDOUT_FILENO) : ::open(target.c_str(), O_WRONLY | O_CLOEXEC);
    const auto name = target == "-" ? std::string("standard output") : target.string();
    if (descriptor < 0) refuse(name, reason_of(errno));
    try {
        write_all(descriptor, content, name);
    } catch (...) {
        ::close(descriptor);
        throw;
    }
    ::close(descriptor);
}

void check_can_write(const fs::path& target) {
    if (target == "-") return;
    if (is_stream(target)) {
        if (::access(target.c_str(), W_OK) != 0) refuse(target.string(), reason_of(errno));
        return;
    }
    const auto place = resolved(target);
    const auto directory = directory_of(place);
    std::error_code fault;
    if (fs::is_directory(place, fault)) refuse(target.string(), "it is a directory");
    if (!place.has_filename()) refuse(target.string(), "it names no file");
    if (!fs::exists(directory, fault)) {
        refuse(target.string(), fmt::format("the directory {} does not exist", directory.string()));
    }
    if (!fs::is_directory(directory, fault)) {
        refuse(target.string(), fmt::format("{} is not a directory", directory.string()));
    }
    TemporaryFile file(place);
    file.fill("\n");
}

} // namespace counterpart
