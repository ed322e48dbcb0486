/// A private folder of the run for what candidates are shown: copies of submissions, readable for whatever user a cage
/// runs them as, and the adapter. Removed with everything in it at the end of the run; what a killed run left behind is
/// removed by the next one of the same user.
#pragma once
#include <filesystem>

namespace counterpart::run {

class Staging {
public:
    Staging(); ///< throws std::system_error when no folder can be made
    ~Staging();
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;

    /// A copy of a file or folder, links kept as links, version control left out. Throws std::runtime_error when it
    /// cannot be read or is larger than a submission can sensibly be (512 MiB, 50,000 files).
    std::filesystem::path copy_of(const std::filesystem::path& submission);

    /// The script that calls a candidate's functions.
    const std::filesystem::path& adapter() const { return adapter_; }

private:
    std::filesystem::path folder_, adapter_;
    int lock_ = -1; ///< held for as long as the folder is in use
    int copies_ = 0;
};

} // namespace counterpart::run
