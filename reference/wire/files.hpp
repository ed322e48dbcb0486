/// Files whose names come from a peer: nothing is read or written outside one directory, and a file appears under its
/// name only when it is whole.
#pragma once
#include <boost/system/result.hpp>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace counterpart::wire {

using boost::system::error_code;

/// Owns a file descriptor.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();
    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); } ///< gives the descriptor to the caller

private:
    int number_;
};

/// Why `name` is no plain file name (1 to 255 bytes, no '/', no NUL, not "." or "..", not one of our own temporary
/// names); empty when it is one.
std::string_view name_fault(std::string_view name);

/// A regular file open for reading, and its size when it was opened.
struct OpenFile {
    Descriptor descriptor;
    std::uint64_t size = 0;
};

/// Opens a file that our own user named: symbolic links are followed. Anything but a regular file is an error.
boost::system::result<OpenFile> open_file(const std::string& path);

/// One directory, held open while there is a copy of this: renaming it or changing the working directory does not
/// move it.
class Directory {
public:
    /// Opens `path`; with `create` makes it first if it is missing (its parents too).
    static boost::system::result<Directory> open(const std::string& path, bool create = false);

    /// Opens a regular file for reading. Symbolic links are not followed; anything but a regular file is an error.
    boost::system::result<OpenFile> read(const std::string& name) const;

    bool holds(const std::string& name) const;

    /// First-level names sorted by bytes, without "." and "..", our temporary files, and names with a line feed, which
    /// no list of lines can carry.
    boost::system::result<std::vector<std::string>> names() const;

    int number() const { return descriptor_->number(); }

private:
    explicit Directory(Descriptor descriptor) : descriptor_(std::make_shared<Descriptor>(std::move(descriptor))) {}
    std::shared_ptr<const Descriptor> descriptor_;
};

/// Reads up to `buffer.size()` bytes of any readable descriptor; 0 at the end.
boost::system::result<std::size_t> read_chunk(int descriptor, std::span<char> buffer);

/// A file that is being received. It lives under a hidden temporary name until published, and is removed when
/// destroyed before that. It holds no descriptor of its own between two calls: a thousand slow uploads fit into the
/// usual limit of 1,024.
class PartialFile {
public:
    static boost::system::result<PartialFile> create(const Directory& directory);
    PartialFile(PartialFile&& other) noexcept
        : directory_(other.directory_), temporary_(std::exchange(other.temporary_, {})) {}
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;
    PartialFile& operator=(PartialFile&&) = delete;
    ~PartialFile();

    error_code append(std::string_view bytes);

    /// Gives the file its name; std::errc::file_exists when that name is taken, by whatever.
    error_code publish_new(const std::string& name);

    /// Gives the file its name, in place of a file that has it.
    error_code publish(const std::string& name);

private:
    PartialFile(const Directory& directory, std::string temporary)
        : directory_(directory), temporary_(std::move(temporary)) {}
    Directory directory_;
    std::string temporary_; ///< empty once published
};

} // namespace counterpart::wire
