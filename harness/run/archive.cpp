#include "harness/run/archive.hpp"
#include "harness/run/staging.hpp"
#include "reports/harmless.hpp"
#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <cctype>
#include <clocale>
#include <fcntl.h>
#include <fmt/format.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace counterpart::run {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 4> suffixes{".tar.gz", ".tgz", ".tar", ".zip"};

/// The suffix that makes a file an archive; empty when it is none.
std::string_view suffix_of(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    const auto found = std::find_if(suffixes.begin(), suffixes.end(),
                                    [&](auto suffix) { return name.size() > suffix.size() && name.ends_with(suffix); });
    return found == suffixes.end() ? std::string_view() : *found;
}

/// Names in archives are UTF-8; the library converts them to the locale's characters, and loses them in plain "C".
class Utf8Locale {
public:
    Utf8Locale() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
        if (locale_) before_ = ::uselocale(locale_);
    }
    ~Utf8Locale() {
        if (!locale_) return;
        ::uselocale(before_);
        ::freelocale(locale_);
    }
    Utf8Locale(const Utf8Locale&) = delete;
    Utf8Locale& operator=(const Utf8Locale&) = delete;

private:
    locale_t locale_, before_{};
};

struct Close {
    void operator()(archive* open) const { archive_read_free(open); }
};
using OpenArchive = std::unique_ptr<archive, Close>;

class File {
public:
    File(const fs::path& path, bool program)
        : path_(path), descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
                                          program ? 0755 : 0644)) {
        if (descriptor_ < 0) refuse(errno);
        ::fchmod(descriptor_, program ? 0755 : 0644); // whatever the umask
    }
    ~File() { ::close(descriptor_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    void write(const char* data, std::size_t size) {
        while (size > 0) {
            const auto written = ::write(descriptor_, data, size);
            if (written < 0) refuse(errno);
            data += written;
            size -= static_cast<std::size_t>(written);
        }
    }

private:
    [[noreturn]] void refuse(int error) const {
        throw std::system_error(error, std::generic_category(), "unpacking to " + path_.string());
    }

    fs::path path_;
    int descriptor_;
};

/// Unpacks one archive; no link is ever made, so that paths which are sound as text stay inside.
class Unpacking {
public:
    Unpacking(const fs::path& archive, const fs::path& folder) : name_(archive.filename().string()), folder_(folder) {
        archive_read_support_filter_gzip(open_.get());
        archive_read_support_format_tar(open_.get());
        archive_read_support_format_zip(open_.get());
        if (archive_read_open_filename(open_.get(), archive.c_str(), 64 * 1024) != ARCHIVE_OK) refuse_damaged();
    }

    void run() {
        for (;;) {
            archive_entry* entry = nullptr;
            const int status = archive_read_next_header(open_.get(), &entry);
            if (status == ARCHIVE_EOF) return;
            if (status < ARCHIVE_WARN) refuse_damaged();
            if (++files_ > submission_files) refuse(fmt::format("holds more than {} files", submission_files));
            take(entry);
        }
    }

private:
    [[noreturn]] void refuse(const std::string& why) const {
        throw Unfit(fmt::format("the archive {} {}", name_, why));
    }
    [[noreturn]] void refuse_damaged() const {
        const char* why = archive_error_string(open_.get());
        refuse(fmt::format("cannot be unpacked: {}", why ? why : "it is damaged"));
    }

    static std::string shown(const fs::path& path) { return harmless_line(path.string(), 120); }

    void take(archive_entry* entry) {
        const auto path = path_of(entry);
        const auto kind = archive_entry_filetype(entry);
        if (path.empty() || archive_entry_hardlink(entry)) return;
        try {
            if (kind == AE_IFDIR) {
                fs::create_directories(folder_ / path);
            } else if (kind == AE_IFREG) {
                fs::create_directories((folder_ / path).parent_path());
                copy(folder_ / path, (archive_entry_perm(entry) & 0111) != 0);
            }
        } catch (const std::system_error& error) {
            // Paths that are too long, or a file in a folder's place: the archive's doing. A full disk is not.
            const auto code = error.code().value();
            if (code == ENAMETOOLONG || code == ENOTDIR || code == EISDIR || code == EEXIST || code == ELOOP)
                refuse(fmt::format("holds the path '{}', which cannot be: {}", shown(path), error.code().message()));
            throw;
        }
    }

    /// Where an entry goes, below the folder; empty for the folder itself.
    fs::path path_of(archive_entry* entry) const {
        const char* given = archive_entry_pathname(entry);
        if (!given) given = archive_entry_pathname_utf8(entry);
        if (!given) refuse("holds a file whose name cannot be read");
        const fs::path path(given);
        if (path.is_absolute()) refuse(fmt::format("holds an absolute path: '{}'", shown(path)));
        fs::path inside;
        for (const auto& part : path) {
            if (part == "..") refuse(fmt::format("holds a path that leads out of it: '{}'", shown(path)));
            if (!part.empty() && part != ".") inside /= part;
        }
        return inside;
    }

    void copy(const fs::path& target, bool program) {
        File file(target, program);
        std::array<char, 64 * 1024> buffer;
        for (;;) {
            const auto count = archive_read_data(open_.get(), buffer.data(), buffer.size());
            if (count < 0) refuse_damaged();
            if (count == 0) return;
            bytes_ += static_cast<std::uintmax_t>(count);
            if (bytes_ > submission_bytes) refuse(fmt::format("holds more than {} MiB", submission_bytes >> 20));
            file.write(buffer.data(), static_cast<std::size_t>(count));
        }
    }

    std::string name_;
    fs::path folder_;
    OpenArchive open_{archive_read_new()};
    std::uintmax_t bytes_ = 0;
    std::size_t files_ = 0;
};

} // namespace

bool is_archive(const fs::path& path) { return !suffix_of(path.filename().string()).empty(); }

std::string name_without_archive(const fs::path& path) {
    const auto name = path.filename().string();
    return name.substr(0, name.size() - suffix_of(name).size());
}

void unpack(const fs::path& archive, const fs::path& folder) {
    const Utf8Locale locale;
    Unpacking(archive, folder).run();
}

} // namespace counterpart::run
