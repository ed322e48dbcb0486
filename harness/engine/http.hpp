/// Reads HTTP/1 messages as a judge does: what came stays visible, and what is wrong is said in words. Pure; the
/// grammar is Boost.Beast's, which also takes methods that nobody registered.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace counterpart::engine {

struct HttpMessage {
    std::string method, target; ///< of a request
    unsigned status = 0;        ///< of a response
    std::string version;        ///< "HTTP/1.1"
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;
    std::string head; ///< as it came, without the empty line
    bool keep_alive = false;

    /// The value of a field, in any case; null when it is not there.
    const std::string* field(std::string_view name) const;
};

struct HttpRead {
    enum class State { incomplete, complete, malformed } state = State::incomplete;
    HttpMessage message;
    std::size_t used = 0; ///< bytes of the input that belong to the message
    std::string trouble;  ///< why it is malformed, or what is still missing
};

/// Reads one message from the beginning of `bytes`; `ended`: nothing more will come.
HttpRead read_request(std::string_view bytes, bool ended);
HttpRead read_response(std::string_view bytes, bool ended);

} // namespace counterpart::engine
