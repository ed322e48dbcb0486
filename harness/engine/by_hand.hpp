/// A candidate that a person starts by hand, perhaps in a debugger: judged by the wire and by its files alone.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace counterpart::engine {

/// The person and where they work. Must outlive the play.
struct ByHand {
    std::filesystem::path directory; ///< the program's working directory: files are placed and looked for there
    std::function<void(const std::string& what)> tell; ///< says what the person is to do
    /// Says it, and completes when the person says that it is done.
    std::function<boost::asio::awaitable<void>(std::string what)> ask;
};

/// Whether a kind of step looks at the process itself, as only who started it can: its output, its end, its functions.
bool looks_at_process(std::string_view kind);
/// Whether it waits for the process to end or for a function to return.
bool waits_for_end(std::string_view kind);

} // namespace counterpart::engine
