/// The files in a candidate's working directory, reached from outside without ever following a link out of it: what
/// lies there is the candidate's and may be anything.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace counterpart::candidate {

/// Owns a file descriptor.
class File {
public:
    File() = default;
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File();
    File(File&& other) noexcept : descriptor_(other.release()) {}
    File& operator=(File&& other) noexcept;
    int get() const { return descriptor_; }
    int release() { return std::exchange(descriptor_, -1); }
    explicit operator bool() const { return descriptor_ >= 0; }

private:
    int descriptor_ = -1;
};

/// Reads bytes at an offset into a buffer; returns how many there were.
using Reader = std::function<std::size_t(std::uint64_t offset, std::span<char> into)>;

class WorkDirectory {
public:
    /// Borrows the descriptor; `owner` gets the files that are placed.
    WorkDirectory(int descriptor, unsigned owner) : descriptor_(descriptor), owner_(owner) {}

    /// Writes a file, with the folders above it. Throws std::system_error.
    void place(const std::string& path, std::uint64_t size, const Reader& contents) const;
    /// Copies a folder's contents in, links as links. Throws std::system_error.
    void copy_in(const std::string& folder) const;
    /// Copies files, folders and links out, over what is there, and follows no link on either side. What cannot be
    /// copied is left out. Throws std::system_error when there can be no such folder.
    void copy_out(const std::string& folder) const;

    /// Removes the files of a folder, not those in folders below it. Throws std::system_error.
    void clear(const std::string& folder) const;

    struct Found {
        File file; ///< open for reading, when it is a regular file
        std::uint64_t size = 0;
        std::string trouble; ///< why not, in words: "there is no such file", "it is a directory"
        bool missing = false;
    };
    Found open(const std::string& path) const;

    /// Relative paths of what lies there (folders with a final '/'), at most `limit`, sorted.
    std::vector<std::string> list(std::size_t limit = 1000) const;

private:
    int descriptor_;
    unsigned owner_;
};

} // namespace counterpart::candidate
