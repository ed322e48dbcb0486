/// Writes a file so that whoever looks sees the old content or the new, never a half: a temporary file in the same
/// directory, fsync, rename.
#pragma once
#include <filesystem>
#include <string_view>

namespace counterpart {

/// Replaces the file at `target`, following a symbolic link. Throws std::runtime_error with path and reason; then the
/// old file is as it was and no temporary file is left.
void write_atomically(const std::filesystem::path& target, std::string_view content);

/// Throws std::runtime_error with path and reason where write_atomically() could not work: a missing directory,
/// no permission, a read-only or full disk, a directory in the file's place. Leaves nothing behind. Of a stream it
/// asks only the permission.
void check_can_write(const std::filesystem::path& target);

/// True of what can only be written from front to back: `-` (standard output), a pipe, a terminal, a device.
bool is_stream(const std::filesystem::path& target);
/// Writes `content` to such a target, once. Throws std::runtime_error with path and reason.
void write_to_stream(const std::filesystem::path& target, std::string_view content);

} // namespace counterpart
