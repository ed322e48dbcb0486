#include "harness/run/cohort.hpp"
#include "harness/run/archive.hpp"
#include "reports/harmless.hpp"
#include <algorithm>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

namespace counterpart::run {

namespace fs = std::filesystem;

namespace {

/// Kinds of archives that are handed in and not read here: said plainly, rather than that they cannot be started.
bool is_other_archive(const fs::path& file) {
    static const std::set<std::string> kinds{".rar", ".7z", ".xz", ".bz2", ".gz", ".zst", ".lz", ".tbz2", ".txz"};
    return kinds.contains(file.extension().string());
}

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// What a digest is made of: a line for each entry below `path`, in the order of names.
void describe(const fs::path& path, const std::string& name, std::map<std::string, std::string>& lines) {
    std::error_code error;
    const auto status = fs::symlink_status(path, error);
    if (fs::is_symlink(status)) {
        lines[name] = "link " + fs::read_symlink(path, error).string();
    } else if (fs::is_directory(status)) {
        lines[name] = "folder";
        for (auto entry = fs::directory_iterator(path, error); !error && entry != fs::directory_iterator();
             entry.increment(error)) {
            const auto file = entry->path().filename();
            if (file != ".git") describe(entry->path(), name + "/" + file.string(), lines);
        }
    } else if (fs::is_regular_file(status)) {
        const bool program = (status.permissions() & fs::perms::owner_exec) != fs::perms::none;
        const auto size = fs::file_size(path, error);
        // What is too large to be judged at all need not be read either.
        lines[name] = fmt::format("{} {} {}", program ? "program" : "file", size,
                                  size > submission_bytes ? std::string() : digest_of_bytes(content_of(path)));
    }
}

/// A name that no other submission has, also once it is made harmless for reports.
std::string unused(const std::string& wanted, const std::string& whole, std::set<std::string>& used) {
    for (const auto& name : {wanted, whole, whole + "~" + short_hash(whole)})
        if (used.insert(harmless(name)).second) return name;
    return whole;
}

Launches launches_in_folder(const EntryContext& context, const fs::path& folder,
                            const std::vector<std::string>& command_lines) {
    return command_lines.empty() ? by_convention(context, folder) : by_command_lines(context, command_lines, folder);
}

/// The text with one path in place of another: nobody knows the folder that an archive was unpacked to.
std::string with_path(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

} // namespace

std::vector<Submission> submissions_in(const fs::path& folder, const std::vector<fs::path>& aside) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const auto name = entry.path().filename().string();
        const bool ours = std::any_of(aside.begin(), aside.end(), [&](const auto& path) {
            std::error_code error;
            return fs::equivalent(path, entry.path(), error);
        });
        if (!name.starts_with(".") && name != "__MACOSX" && !ours) paths.push_back(entry.path());
    }
    // Those whose names stand as they are come first, so that an archive gives way to a folder of the same name.
    std::sort(paths.begin(), paths.end());
    std::stable_partition(paths.begin(), paths.end(), [](const auto& path) { return !is_archive(path); });
    std::vector<Submission> submissions;
    std::set<std::string> used;
    for (const auto& path : paths) {
        const auto whole = path.filename().string();
        const bool packed = is_archive(path) && !fs::is_directory(path);
        submissions.push_back({unused(packed ? name_without_archive(path) : whole, whole, used), path});
    }
    std::sort(submissions.begin(), submissions.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return submissions;
}

std::string digest_of_bytes(const std::string& bytes) {
    static const boost::uuids::name_generator_sha1 digest(boost::uuids::uuid{});
    return to_string(digest(bytes.data(), bytes.size()));
}

std::string digest_of(const fs::path& submission) {
    std::map<std::string, std::string> lines;
    std::error_code error;
    const auto real = fs::canonical(submission, error);
    describe(error ? submission : real, "", lines);
    std::string all;
    for (const auto& [name, line] : lines) all += fmt::format("{}\n{}\n", escaped(name), escaped(line));
    return digest_of_bytes(all);
}

std::string with_name(std::string text, const Submission& submission) {
    return with_path(std::move(text), submission.path.string(), submission.path.filename().string());
}

Launches launches_of(const EntryContext& context, const fs::path& submission,
                     const std::vector<std::string>& command_lines) {
    if (!fs::exists(submission)) throw NoEntry(fmt::format("there is no file or folder {}", submission.string()));
    if (fs::is_directory(submission)) return launches_in_folder(context, submission, command_lines);
    const bool packed = is_archive(submission);
    if (!packed && is_other_archive(submission))
        throw NoEntry(fmt::format("{} is packed in a way that is not read here; .zip, .tar, .tar.gz and .tgz are",
                                  submission.string()));
    if (!packed && command_lines.empty()) return by_convention(context, submission);
    const auto folder = context.staging.new_folder();
    try {
        if (packed)
            unpack(submission, folder);
        else
            fs::copy_file(submission, folder / submission.filename());
        return launches_in_folder(context, folder, command_lines);
    } catch (const NoEntry& error) { throw NoEntry(with_path(error.what(), folder.string(), submission.string())); }
}

} // namespace counterpart::run
