/// What the key server answers: routes, keys and messages, without I/O.
#pragma once
#include "reference/wire/http.hpp"
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace counterpart::key_server {

/// The known users, and the keys that each was issued.
class KeyServer {
public:
    /// `new_key` makes a fresh key of 128 hex digits.
    KeyServer(const std::vector<std::string>& users, std::function<std::string()> new_key);

    /// Answers KEY /user/<id>/ and PUT /key/<id>/<key>/ (KS-S1 to KS-S6). A target of neither shape is 400, another
    /// method on a known shape 405, an unknown user 404, a key that is not this user's 403.
    wire::HttpResponse answer(const wire::HttpRequest& request);

    /// A user may ask many times at once, and each of the answers counts; this many, so that memory is bounded.
    static constexpr std::size_t keys_per_user = 1024;

private:
    wire::HttpResponse issue(const std::string& user);
    wire::HttpResponse verify(const std::string& user, const std::string& key) const;

    std::map<std::string, std::deque<std::string>> keys_; ///< by user, oldest first
    std::function<std::string()> new_key_;
};

/// The answer to something that is no request; nothing when there is nobody left to answer.
std::optional<wire::HttpResponse> answer_to(wire::HttpFault fault);

} // namespace counterpart::key_server
