/// See wire_format.hpp.
#include "reference/file-exchange/wire_format.hpp"
#include "reference/wire/files.hpp"
#include "reference/wire/text.hpp"
#include <array>
#include <charconv>
#include <cstdlib>
#include <fmt/format.h>
#include <optional>

namespace counterpart::file_exchange {

namespace {

constexpr std::array all_types{ErrorType::exists,      ErrorType::not_found, ErrorType::bad_name,
                               ErrorType::bad_request, ErrorType::too_large, ErrorType::io};

/// Takes the first word and the space after it from `rest`; a word that ends the line leaves nothing.
std::string_view take_word(std::string_view& rest) {
    const std::size_t end = rest.find(' ');
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    return word;
}

/// Decimal digits alone, at most 2^63 - 1.
std::optional<std::uint64_t> parse_size(std::string_view word) {
    std::int64_t size = -1;
    const char* end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, size);
    if (error != std::errc{} || stop != end || size < 0 || word.front() == '-') return std::nullopt;
    return static_cast<std::uint64_t>(size);
}

} // namespace

std::string_view name_of(Kind kind) {
    switch (kind) {
    case Kind::put: return "put";
    case Kind::get: return "get";
    case Kind::list: return "list";
    }
    std::abort(); // A value outside the enumeration is our own fault.
}

std::string_view name_of(ErrorType type) {
    switch (type) {
    case ErrorType::exists: return "exists";
    case ErrorType::not_found: return "not-found";
    case ErrorType::bad_name: return "bad-name";
    case ErrorType::bad_request: return "bad-request";
    case ErrorType::too_large: return "too-large";
    case ErrorType::io: return "io";
    }
    std::abort(); // A value outside the enumeration is our own fault.
}

boost::system::result<Request, Refusal> parse_request(std::string_view line) {
    if (line == "LIST") return Request{Kind::list, 0, {}};
    std::string_view rest = line;
    const std::string_view verb = take_word(rest);
    Request request;
    if (verb == "PUT") {
        const std::string_view word = take_word(rest);
        const auto size = parse_size(word);
        if (!size) return Refusal{ErrorType::bad_request, fmt::format("'{}' is not a size", wire::printable(word, 40))};
        request = {Kind::put, *size, std::string(rest)};
    } else if (verb == "GET") {
        request = {Kind::get, 0, std::string(rest)};
    } else {
        return Refusal{ErrorType::bad_request, "the request is neither PUT <size> <name>, GET <name> nor LIST"};
    }
    const std::string_view fault = wire::name_fault(request.name);
    if (!fault.empty()) return Refusal{ErrorType::bad_name, std::string(fault)};
    return request;
}

std::string request_line(const Request& request) {
    switch (request.kind) {
    case Kind::put: return fmt::format("PUT {} {}\n", request.size, request.name);
    case Kind::get: return fmt::format("GET {}\n", request.name);
    case Kind::list: return "LIST\n";
    }
    std::abort(); // A value outside the enumeration is our own fault.
}

boost::system::result<std::uint64_t, Refusal> parse_reply(std::string_view line) {
    std::string_view rest = line;
    const std::string_view verdict = take_word(rest);
    if (verdict == "OK") {
        if (const auto size = parse_size(rest)) return *size;
    }
    if (verdict == "ERROR") {
        const std::string_view word = take_word(rest);
        for (const ErrorType type : all_types) {
            if (word == name_of(type)) return Refusal{type, std::string(rest)};
        }
    }
    return Refusal{ErrorType::bad_request,
                   fmt::format("the reply cannot be understood: {}", wire::printable(line, 80))};
}

std::string ok_line(std::uint64_t size) { return fmt::format("OK {}\n", size); }

std::string error_line(const Refusal& refusal) {
    return fmt::format("ERROR {} {}\n", name_of(refusal.type), wire::printable(refusal.message));
}

} // namespace counterpart::file_exchange
