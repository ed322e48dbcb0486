#include "harness/run/staging.hpp"
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace counterpart::candidate {
extern const char* const built_in_adapter; // generated from candidate/adapter.py
}

namespace counterpart::run {

namespace fs = std::filesystem;

namespace {

constexpr auto readable =
    fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read;
constexpr auto enterable = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;

struct Budget {
    std::uintmax_t bytes = 0;
    std::size_t files = 0;
};

/// Copies one entry; what is neither file, folder nor link (a pipe, a device) is left out.
void copy_entry(const fs::path& from, const fs::path& to, Budget& budget) {
    const auto status = fs::symlink_status(from);
    if (++budget.files > submission_files)
        throw Unfit(fmt::format("more than {} files are no submission; is this the right folder?", submission_files));
    if (fs::is_symlink(status)) {
        fs::copy_symlink(from, to);
    } else if (fs::is_directory(status)) {
        fs::create_directory(to);
        fs::permissions(to, readable | enterable);
        for (const auto& entry : fs::directory_iterator(from))
            if (entry.path().filename() != ".git") copy_entry(entry.path(), to / entry.path().filename(), budget);
    } else if (fs::is_regular_file(status)) {
        budget.bytes += fs::file_size(from);
        if (budget.bytes > submission_bytes)
            throw Unfit(
                fmt::format("more than {} MiB are no submission; is this the right folder?", submission_bytes >> 20));
        fs::copy_file(from, to);
        const bool program = (status.permissions() & enterable) != fs::perms::none;
        fs::permissions(to, program ? readable | enterable : readable);
    }
}

constexpr std::string_view prefix = "counterpart-";
constexpr std::size_t random_part = 6; ///< letters of mkdtemp(); other folders of ours have more

/// The lock of a staging folder, taken; -1 when somebody holds it.
int take_lock(const fs::path& folder, int flags) {
    const int lock = ::open((folder / "lock").c_str(), flags | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
    if (lock >= 0) ::close(lock);
    return -1;
}

/// Whether it is open and has still a name.
bool is_linked(int file) {
    struct stat info {};
    return file >= 0 && ::fstat(file, &info) == 0 && info.st_nlink > 0;
}

/// Removes the folders of runs that were killed: ours, with a lock that nobody holds any more.
void remove_abandoned() {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(fs::temp_directory_path(), error)) {
        struct stat info {};
        if (!entry.path().filename().string().starts_with(prefix)) continue;
        if (::lstat(entry.path().c_str(), &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != ::geteuid()) continue;
        const int lock = take_lock(entry.path(), 0);
        if (lock < 0) {
            // Its run was killed before there was a lock; one that starts just now makes itself another.
            if (entry.path().filename().string().size() == prefix.size() + random_part) ::rmdir(entry.path().c_str());
            continue;
        }
        fs::remove_all(entry.path(), error);
        ::close(lock);
    }
}

} // namespace

Staging::Staging() {
    remove_abandoned();
    // Until it is locked, another run that starts just now may take the folder for abandoned and remove it.
    for (int attempt = 0; attempt < 20 && !is_linked(lock_); ++attempt) {
        if (lock_ >= 0) ::close(lock_);
        std::error_code ignored;
        if (!folder_.empty()) fs::remove_all(folder_, ignored); // what another run has left of it
        auto pattern = (fs::temp_directory_path() / fmt::format("{}XXXXXX", prefix)).string();
        if (!::mkdtemp(pattern.data()))
            throw std::system_error(errno, std::generic_category(),
                                    "making a folder in " + fs::temp_directory_path().string());
        folder_ = pattern;
        lock_ = take_lock(folder_, O_CREAT);
    }
    fs::permissions(folder_, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
    adapter_ = folder_ / "adapter.py";
    std::ofstream(adapter_) << candidate::built_in_adapter;
    fs::permissions(adapter_, readable);
}

Staging::Staging(fs::path folder, fs::path adapter) : folder_(std::move(folder)), adapter_(std::move(adapter)) {}

Staging::~Staging() {
    std::error_code ignored; // what cannot be removed stays in the temporary folder
    fs::remove_all(folder_, ignored);
    if (lock_ >= 0) ::close(lock_);
}

std::unique_ptr<Staging> Staging::part() const {
    auto pattern = (folder_ / "XXXXXX").string();
    if (!::mkdtemp(pattern.data()))
        throw std::system_error(errno, std::generic_category(), "making a folder in " + folder_.string());
    fs::permissions(pattern, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
    return std::unique_ptr<Staging>(new Staging(pattern, adapter_));
}

fs::path Staging::new_folder() {
    const auto place = folder_ / std::to_string(++folders_);
    fs::create_directory(place);
    fs::permissions(place, readable | enterable);
    return place;
}

fs::path Staging::copy_of(const fs::path& submission) {
    // A folder of its own for each, so that every copy keeps its name.
    const auto place = new_folder();
    const auto name = fs::is_directory(submission) ? fs::path("submission") : submission.filename();
    Budget budget;
    try {
        // The path itself may be a link to the submission; links inside it stay links.
        copy_entry(fs::canonical(submission), place / name, budget);
    } catch (const fs::filesystem_error& error) {
        throw std::runtime_error(
            fmt::format("cannot read the submission: {}: {}", error.path1().string(), error.code().message()));
    }
    return place / name;
}

} // namespace counterpart::run
