/// The submissions of a cohort: which there are, what they hold, and how each is started.
#pragma once
#include "harness/run/entry.hpp"

namespace counterpart::run {

struct Submission {
    std::string name;           ///< in reports: the folder's or file's, an archive's without .zip and the like
    std::filesystem::path path; ///< a folder, a single file or an archive
};

/// Everything in the folder is a submission, so that nobody's is overlooked, but for hidden files and those that are
/// `aside` (reports of this very run). In the order of their names, which are all different. Throws
/// std::filesystem::filesystem_error when the folder cannot be read.
std::vector<Submission> submissions_in(const std::filesystem::path& folder,
                                       const std::vector<std::filesystem::path>& aside);

/// Changes when anything in the submission does: the name, content or permission to execute of a file.
std::string digest_of(const std::filesystem::path& submission);

/// A digest of bytes, the same on every machine.
std::string digest_of_bytes(const std::string& bytes);

/// A text about a submission, with its name in place of its path: whoever handed it in knows no other.
std::string with_name(std::string text, const Submission&);

/// How a folder, single file or archive is started: by the command lines, or by convention when there are none. Throws
/// Unfit when the submission is at fault, std::runtime_error when the machine is.
Launches launches_of(const EntryContext&, const std::filesystem::path& submission,
                     const std::vector<std::string>& command_lines);

} // namespace counterpart::run
