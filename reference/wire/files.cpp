/// Everything goes through *at() calls relative to an open directory, and no call follows a symbolic link.
#include "reference/wire/files.hpp"
#include "reference/wire/random.hpp"
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace counterpart::wire {

namespace {

constexpr std::string_view temporary_prefix = ".partial-";

error_code last_error() { return {errno, boost::system::system_category()}; }

boost::system::result<OpenFile> open_regular(int directory, const std::string& name, int flags) {
    // O_NONBLOCK: opening a FIFO must not hang.
    Descriptor file(::openat(directory, name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | flags));
    if (file.number() < 0) return last_error();
    struct stat facts {};
    if (::fstat(file.number(), &facts) != 0) return last_error();
    const int wrong = S_ISREG(facts.st_mode) ? 0 : S_ISDIR(facts.st_mode) ? EISDIR : EINVAL;
    if (wrong != 0) return error_code(wrong, boost::system::system_category());
    return OpenFile{std::move(file), static_cast<std::uint64_t>(facts.st_size)};
}

} // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

std::string_view name_fault(std::string_view name) {
    if (name.empty()) return "the name is empty";
    if (name.size() > 255) return "the name is longer than 255 bytes";
    if (name == "." || name == "..") return "the name is a directory";
    if (name.find('/') != std::string_view::npos) return "the name has a '/'";
    if (name.find('\0') != std::string_view::npos) return "the name has a NUL byte";
    if (name.starts_with(temporary_prefix)) return "names that begin with '.partial-' are reserved";
    return {};
}

boost::system::result<Directory> Directory::open(const std::string& path, bool create) {
    std::error_code failure;
    if (create) std::filesystem::create_directories(path, failure);
    if (failure) return error_code(failure.value(), boost::system::system_category());
    Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.number() < 0) return last_error();
    return Directory(std::move(descriptor));
}

boost::system::result<OpenFile> open_file(const std::string& path) { return open_regular(AT_FDCWD, path, 0); }

boost::system::result<OpenFile> Directory::read(const std::string& name) const {
    return open_regular(number(), name, O_NOFOLLOW);
}

bool Directory::holds(const std::string& name) const {
    struct stat facts {};
    return ::fstatat(number(), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0;
}

boost::system::result<std::vector<std::string>> Directory::names() const {
    Descriptor again(::openat(number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (again.number() < 0) return last_error();
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(again.number()), ::closedir);
    if (!stream) return last_error();
    [[maybe_unused]] const int owned_by_stream = again.release();
    std::vector<std::string> found;
    while (const dirent* entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        const bool hidden = name == "." || name == ".." || name.starts_with(temporary_prefix);
        if (!hidden && name.find('\n') == std::string_view::npos) found.emplace_back(name);
    }
    std::sort(found.begin(), found.end(), [](const std::string& a, const std::string& b) {
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                            [](unsigned char x, unsigned char y) { return x < y; });
    });
    return found;
}

boost::system::result<std::size_t> read_chunk(int descriptor, std::span<char> buffer) {
    for (;;) {
        const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) return last_error();
    }
}

boost::system::result<PartialFile> PartialFile::create(const Directory& directory) {
    std::string name = std::string(temporary_prefix) + random_hex(8);
    const Descriptor file(::openat(directory.number(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file.number() < 0) return last_error();
    return PartialFile(directory, std::move(name));
}

PartialFile::~PartialFile() {
    if (!temporary_.empty()) ::unlinkat(directory_.number(), temporary_.c_str(), 0);
}

error_code PartialFile::append(std::string_view bytes) {
    const Descriptor file(
        ::openat(directory_.number(), temporary_.c_str(), O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC));
    if (file.number() < 0) return last_error();
    while (!bytes.empty()) {
        const ssize_t put = ::write(file.number(), bytes.data(), bytes.size());
        if (put < 0 && errno != EINTR) return last_error();
        if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return {};
}

error_code PartialFile::publish_new(const std::string& name) {
    const char* temporary = temporary_.c_str();
    if (::renameat2(directory_.number(), temporary, directory_.number(), name.c_str(), RENAME_NOREPLACE) == 0) {
        temporary_.clear();
        return {};
    }
    if (errno != EINVAL && errno != ENOSYS) return last_error();
    // Some network file systems know no exclusive rename; a hard link is exclusive everywhere. The destructor
    // removes the temporary name.
    return ::linkat(directory_.number(), temporary, directory_.number(), name.c_str(), 0) == 0 ? error_code{}
                                                                                               : last_error();
}

error_code PartialFile::publish(const std::string& name) {
    if (::renameat(directory_.number(), temporary_.c_str(), directory_.number(), name.c_str()) != 0)
        return last_error();
    temporary_.clear();
    return {};
}

} // namespace counterpart::wire
