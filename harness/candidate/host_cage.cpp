#include "harness/candidate/host_cage.hpp"
#include "harness/candidate/cage/message.hpp"
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

namespace counterpart::candidate {

namespace asio = boost::asio;

namespace {

class HostCage : public Cage {
public:
    explicit HostCage(const std::filesystem::path& directory)
        : path_(std::filesystem::canonical(directory)),
          directory_(checked(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), "opening " + path_.string())) {}

    asio::awaitable<std::unique_ptr<Process>> start(Command) override {
        throw std::logic_error("who plays by hand starts the program");
    }
    int working_directory() const override { return directory_.get(); }
    std::filesystem::path working_path() const override { return path_; }
    std::filesystem::path inside(const std::filesystem::path& host_path) const override { return host_path; }
    int network() const override { return -1; }
    int root_pid() const override { return 0; }
    unsigned owner() const override { return ::geteuid(); }
    bool alive() const override { return true; }
    asio::awaitable<void> end() override { co_return; }

private:
    std::filesystem::path path_;
    Descriptor directory_;
};

} // namespace

std::unique_ptr<Cage> host_cage(const std::filesystem::path& directory) {
    return std::make_unique<HostCage>(directory);
}

} // namespace counterpart::candidate
