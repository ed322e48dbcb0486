/// See log.hpp.
#include "reference/unique-code/log.hpp"
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace counterpart::unique_code {

namespace {

wire::error_code last_error() { return {errno, boost::system::system_category()}; }

wire::error_code write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(file, bytes.data(), bytes.size());
        if (put < 0 && errno != EINTR) return last_error();
        if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return {};
}

} // namespace

boost::system::result<Log> Log::open(const std::string& path) {
    // O_NONBLOCK: a FIFO without a reader must not hang the start.
    wire::Descriptor file(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666));
    struct stat facts {};
    if (file.number() < 0 || ::fstat(file.number(), &facts) != 0) return last_error();
    if (!S_ISREG(facts.st_mode)) return wire::error_code(EINVAL, boost::system::system_category());
    char last = '\n';
    if (facts.st_size > 0 && ::pread(file.number(), &last, 1, facts.st_size - 1) != 1) return last_error();
    Log log(std::move(file));
    const wire::error_code error = last == '\n' ? wire::error_code{} : write_all(log.file_.number(), "\n");
    if (error) return error;
    return log;
}

wire::error_code Log::append(const std::string& text) {
    struct stat before {};
    if (::fstat(file_.number(), &before) != 0) return last_error();
    const wire::error_code error = write_all(file_.number(), text + "\n");
    if (error && ::ftruncate(file_.number(), before.st_size) != 0) return last_error();
    return error;
}

} // namespace counterpart::unique_code
