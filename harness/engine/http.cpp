#include "harness/engine/http.hpp"
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/format.h>

namespace counterpart::engine {

namespace http = boost::beast::http;

namespace {

constexpr std::size_t head_limit = 256 * 1024;
constexpr std::size_t body_limit = 64 << 20;

std::string version_of(unsigned version) { return fmt::format("HTTP/{}.{}", version / 10, version % 10); }

void take_start(const http::request<http::string_body>& from, HttpMessage& to) {
    to.method = std::string(from.method_string());
    to.target = std::string(from.target());
}
void take_start(const http::response<http::string_body>& from, HttpMessage& to) { to.status = from.result_int(); }

/// Says what is wrong with a head in the terms of somebody who wrote it by hand.
std::string head_trouble(std::string_view bytes, bool request) {
    const auto line = bytes.substr(0, bytes.find('\n'));
    if (request && line.find(" HTTP/1.") == std::string_view::npos)
        return "its first line is not METHOD SP TARGET SP HTTP/1.1";
    if (!request && !line.starts_with("HTTP/1."))
        return "its first line is no status line (HTTP/1.1 SP CODE SP REASON)";
    if (line.size() < bytes.size() && !line.ends_with('\r') && bytes.find("\r\n") == std::string_view::npos)
        return "its lines end in LF alone; HTTP's end in CR LF";
    return {};
}

/// What the parser found wrong, in its words or in ours where they say more.
std::string trouble_of(const boost::system::error_code& error) {
    return error == http::error::partial_message ? "its body is not complete" : error.message();
}

template <bool is_request>
HttpRead read(std::string_view bytes, bool ended) {
    HttpRead result;
    if (bytes.empty()) {
        result.trouble = "nothing came";
        return result;
    }
    http::parser<is_request, http::string_body> parser;
    parser.eager(true);
    parser.header_limit(head_limit);
    parser.body_limit(body_limit);
    boost::system::error_code error;
    const auto used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
    const bool needs_more = error == http::error::need_more;
    if (needs_more) error = {};
    if (!error && !parser.is_done() && ended && parser.is_header_done()) parser.put_eof(error);
    const auto own_words = head_trouble(bytes, is_request);
    const bool whole_line = bytes.find('\n') != std::string_view::npos;
    if (error || (whole_line && !parser.is_header_done() && !own_words.empty())) {
        result.state = HttpRead::State::malformed;
        result.trouble =
            own_words.empty() ? (error ? trouble_of(error) : std::string("its head cannot be read")) : own_words;
        return result;
    }
    if (!parser.is_done()) {
        result.trouble =
            parser.is_header_done() ? "its body is not complete" : "its head is not ended by an empty line";
        if (ended && !parser.is_header_done()) result.state = HttpRead::State::malformed;
        return result;
    }
    const auto& message = parser.get();
    result.state = HttpRead::State::complete;
    result.used = used;
    result.message.version = version_of(message.version());
    take_start(message, result.message);
    for (const auto& field : message)
        result.message.fields.emplace_back(std::string(field.name_string()), std::string(field.value()));
    result.message.body = message.body();
    result.message.head = std::string(bytes.substr(0, bytes.find("\r\n\r\n")));
    result.message.keep_alive = parser.keep_alive();
    return result;
}

bool same_letters(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
               return std::tolower(x) == std::tolower(y);
           });
}

} // namespace

const std::string* HttpMessage::field(std::string_view name) const {
    for (const auto& [key, value] : fields)
        if (same_letters(key, name)) return &value;
    return nullptr;
}

HttpRead read_request(std::string_view bytes, bool ended) { return read<true>(bytes, ended); }
HttpRead read_response(std::string_view bytes, bool ended) { return read<false>(bytes, ended); }

} // namespace counterpart::engine
