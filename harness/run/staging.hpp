/// A private folder of the run for what candidates are shown: copies of submissions, readable for whatever user a cage
/// runs them as, and the adapter. Removed with everything in it at the end of the run; what a killed run left behind is
/// removed by the next one of the same user.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace counterpart::run {

/// The submission itself is at fault: too large, damaged, or nothing in it can be started; the text says what.
struct Unfit : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// More than any submission can sensibly be, as it is handed in or unpacked.
constexpr std::uintmax_t submission_bytes = 512ull << 20;
constexpr std::size_t submission_files = 50000;

class Staging {
public:
    Staging(); ///< throws std::system_error when no folder can be made
    ~Staging();
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    /// A staging folder inside this one, for a single submission: it goes with all copies that were made in it.
    std::unique_ptr<Staging> part() const;

    /// A copy of a file or folder, links kept as links, version control left out. Throws std::runtime_error when it
    /// cannot be read, and Unfit when it is too large.
    std::filesystem::path copy_of(const std::filesystem::path& submission);

    /// An empty folder that candidates may be shown.
    std::filesystem::path new_folder();

    /// The script that calls a candidate's functions.
    const std::filesystem::path& adapter() const { return adapter_; }

private:
    Staging(std::filesystem::path folder, std::filesystem::path adapter); ///< takes the folder over

    std::filesystem::path folder_, adapter_;
    int lock_ = -1; ///< held for as long as the folder is in use
    int folders_ = 0;
};

} // namespace counterpart::run
