/// The reference wire format: one request line, one reply line, and the bytes that follow. Without I/O.
#pragma once
#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace counterpart::file_exchange {

enum class Kind { put, get, list };

struct Request {
    Kind kind = Kind::list;
    std::uint64_t size = 0; ///< of a put
    std::string name;       ///< empty for a list
};

enum class ErrorType { exists, not_found, bad_name, bad_request, too_large, io };

/// Why a request failed, as the ERROR line says it.
struct Refusal {
    ErrorType type = ErrorType::io;
    std::string message;
};

/// "put", "get" or "list".
std::string_view name_of(Kind kind);

/// "exists", "not-found" and so on.
std::string_view name_of(ErrorType type);

/// Reads a request line without its line feed: PUT <size> <name>, GET <name> or LIST. The name is judged too: 1 to
/// 255 bytes, no '/', no NUL, not "." or ".." (FX-H1).
boost::system::result<Request, Refusal> parse_request(std::string_view line);

/// The line for a request, line feed included.
std::string request_line(const Request& request);

/// What a reply line says: the size of the data that follows, or the refusal. A line that is neither is a refusal of
/// type bad-request, for the server did not understand us or we do not understand it.
boost::system::result<std::uint64_t, Refusal> parse_reply(std::string_view line);

std::string ok_line(std::uint64_t size);
std::string error_line(const Refusal& refusal); ///< control characters in the message become \xNN

/// Longer lines are not read on. Names that are far too long (10,000 bytes) still get their bad-name.
constexpr std::size_t longest_line = 64 * 1024;

} // namespace counterpart::file_exchange
