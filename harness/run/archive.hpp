/// Unpacks a submission that was handed in as an archive: .zip, .tar, .tar.gz, .tgz. Whoever packed it is not trusted.
#pragma once
#include <filesystem>
#include <string>

namespace counterpart::run {

/// Whether a file of this name is taken for an archive.
bool is_archive(const std::filesystem::path&);

/// The file's name without what says that it is an archive: "alice" of alice.tar.gz.
std::string name_without_archive(const std::filesystem::path&);

/// Puts the files of an archive into an empty folder. Links, devices and owners are left out. Throws Unfit when the
/// archive is damaged, encrypted, larger than a submission can sensibly be, or holds a path that leads out of it; and
/// std::runtime_error when the machine is at fault.
void unpack(const std::filesystem::path& archive, const std::filesystem::path& folder);

} // namespace counterpart::run
