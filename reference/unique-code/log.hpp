/// The local log file: a line for each accepted text, in the order of acceptance.
#pragma once
#include "reference/wire/files.hpp"

namespace counterpart::unique_code {

class Log {
public:
    /// Opens or creates `path`. What is there is kept (UC-6.3); a last line without an end is given one.
    static boost::system::result<Log> open(const std::string& path);

    /// Appends `text` unchanged and a line feed; they are in the file when this returns (UC-6.2). On an error nothing
    /// is left of it.
    wire::error_code append(const std::string& text);

private:
    explicit Log(wire::Descriptor file) : file_(std::move(file)) {}
    wire::Descriptor file_;
};

} // namespace counterpart::unique_code
