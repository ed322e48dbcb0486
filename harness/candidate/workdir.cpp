#include "harness/candidate/workdir.hpp"
#include <algorithm>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <linux/openat2.h>
#include <memory>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>

namespace counterpart::candidate {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

/// Opens below `base` and nowhere else, through no symbolic link.
int open_beneath(int base, const std::string& path, int flags, unsigned mode = 0) {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
    how.mode = mode;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return static_cast<int>(::syscall(SYS_openat2, base, path.c_str(), &how, sizeof how));
}

void list_into(int base, const std::string& prefix, std::vector<std::string>& names, std::size_t limit, int depth) {
    const int descriptor = open_beneath(base, prefix.empty() ? "." : prefix, O_RDONLY | O_DIRECTORY);
    if (descriptor < 0) return;
    const auto close = [](DIR* d) { ::closedir(d); };
    const std::unique_ptr<DIR, decltype(close)> folder(::fdopendir(descriptor), close);
    while (const auto* entry = ::readdir(folder.get())) {
        const std::string name = entry->d_name;
        if (name == "." || name == "..") continue;
        if (names.size() >= limit) return;
        struct stat info {};
        if (::fstatat(::dirfd(folder.get()), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
        names.push_back(prefix + name + (S_ISDIR(info.st_mode) ? "/" : ""));
        if (S_ISDIR(info.st_mode) && depth > 0) list_into(base, prefix + name + "/", names, limit, depth - 1);
    }
}

/// As much of a file as there is now; what cannot be read or written is left out.
void copy_file(int from, int to, const char* name) {
    const File in(::openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat info {};
    if (!in || ::fstat(in.get(), &info) != 0 || !S_ISREG(info.st_mode)) return;
    const File out(::openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, info.st_mode & 0777));
    std::vector<char> buffer(256 * 1024);
    for (auto left = info.st_size; out && left > 0;) {
        const auto count = ::read(in.get(), buffer.data(), buffer.size());
        if (count <= 0 || ::write(out.get(), buffer.data(), static_cast<std::size_t>(count)) != count) return;
        left -= count;
    }
}

void copy_link(int from, int to, const char* name) {
    std::string target(4096, '\0');
    const auto size = ::readlinkat(from, name, target.data(), target.size() - 1);
    if (size <= 0) return;
    target.resize(static_cast<std::size_t>(size));
    static_cast<void>(::symlinkat(target.c_str(), to, name));
}

/// Goes from descriptor to descriptor, so that no link is followed: on the one side the candidate may still be at work,
/// on the other may lie what an earlier one has left.
void copy_folder(int from, int to, int depth) {
    const auto close = [](DIR* d) { ::closedir(d); };
    const std::unique_ptr<DIR, decltype(close)> folder(
        ::fdopendir(::openat(from, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)), close);
    while (const auto* entry = folder ? ::readdir(folder.get()) : nullptr) {
        const char* name = entry->d_name;
        struct stat info {};
        if (name == std::string_view(".") || name == std::string_view("..")) continue;
        if (::fstatat(from, name, &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
        static_cast<void>(::unlinkat(to, name, 0)); // a folder stays
        if (S_ISREG(info.st_mode)) copy_file(from, to, name);
        if (S_ISLNK(info.st_mode)) copy_link(from, to, name);
        if (!S_ISDIR(info.st_mode) || depth == 0) continue;
        static_cast<void>(::mkdirat(to, name, 0755));
        const File below(::openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        const File kept(::openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (below && kept) copy_folder(below.get(), kept.get(), depth - 1);
    }
}

} // namespace

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

File& File::operator=(File&& other) noexcept {
    if (this != &other) {
        if (descriptor_ >= 0) ::close(descriptor_);
        descriptor_ = other.release();
    }
    return *this;
}

void WorkDirectory::place(const std::string& path, std::uint64_t size, const Reader& contents) const {
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
        const auto folder = path.substr(0, slash);
        if (::mkdirat(descriptor_, folder.c_str(), 0755) == 0)
            static_cast<void>(::fchownat(descriptor_, folder.c_str(), owner_, owner_, AT_SYMLINK_NOFOLLOW));
        else if (errno != EEXIST)
            fail("making the folder " + folder);
    }
    const File file(open_beneath(descriptor_, path, O_WRONLY | O_CREAT | O_EXCL, 0644));
    if (!file) fail("placing the file " + path);
    std::vector<char> buffer(256 * 1024);
    for (std::uint64_t done = 0; done < size;) {
        const auto count = contents(done, buffer);
        const auto written = ::write(file.get(), buffer.data(), count);
        if (written <= 0) fail("writing the file " + path);
        done += static_cast<std::uint64_t>(written);
    }
    if (::fchown(file.get(), owner_, owner_) != 0) fail("giving away the file " + path);
}

void WorkDirectory::copy_in(const std::string& folder) const {
    // The candidate has not started yet: nothing changes below this path while we use it.
    const fs::path target = "/proc/self/fd/" + std::to_string(descriptor_);
    fs::copy(folder, target, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    for (const auto& entry : fs::recursive_directory_iterator(target / ".")) {
        if (!entry.is_symlink())
            fs::permissions(entry.path(), fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::add);
        if (::lchown(entry.path().c_str(), owner_, owner_) != 0) fail("giving away the copy of the submission");
    }
}

void WorkDirectory::copy_out(const std::string& folder) const {
    if (fs::is_symlink(folder)) fs::remove(folder);
    fs::create_directories(folder);
    const File kept(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!kept) fail("opening the folder " + folder);
    copy_folder(descriptor_, kept.get(), 50);
}

WorkDirectory::Found WorkDirectory::open(const std::string& path) const {
    Found found;
    // O_NONBLOCK: a named pipe in the file's place must not hold us up.
    found.file = File(open_beneath(descriptor_, path, O_RDONLY | O_NONBLOCK));
    if (!found.file) {
        found.missing = errno == ENOENT;
        found.trouble = errno == ENOENT  ? "there is no such file"
                        : errno == ELOOP ? "it is a symbolic link"
                        : errno == EXDEV ? "it lies outside the working directory"
                                         : std::generic_category().message(errno);
        return found;
    }
    struct stat info {};
    if (::fstat(found.file.get(), &info) != 0) fail("looking at the file " + path);
    if (!S_ISREG(info.st_mode)) {
        found.file = File();
        found.trouble = S_ISDIR(info.st_mode) ? "it is a directory" : "it is no regular file";
    }
    found.size = static_cast<std::uint64_t>(info.st_size);
    return found;
}

void WorkDirectory::clear(const std::string& folder) const {
    const File open(open_beneath(descriptor_, folder, O_RDONLY | O_DIRECTORY));
    if (!open) fail("opening the folder " + folder);
    std::vector<std::string> names;
    list_into(open.get(), "", names, 10'000, 0);
    for (const auto& name : names)
        if (!name.ends_with('/') && ::unlinkat(open.get(), name.c_str(), 0) != 0) fail("removing " + folder + name);
}

std::vector<std::string> WorkDirectory::list(std::size_t limit) const {
    std::vector<std::string> names;
    list_into(descriptor_, "", names, limit, 8);
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace counterpart::candidate
