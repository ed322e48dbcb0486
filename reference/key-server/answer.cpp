/// Routing by the shape of the target: split at slashes, then decode each segment.
#include "reference/key-server/answer.hpp"
#include "reference/wire/percent.hpp"
#include "reference/wire/text.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace counterpart::key_server {

using wire::HttpResponse;

namespace {

/// A target of a known shape.
struct Route {
    const char* method; ///< the only one that it takes
    std::string user;
    std::string key; ///< empty for /user/<id>/
};

/// The decoded segments of "/a/b/"; nothing when the target has another form, or an empty segment.
std::optional<std::vector<std::string>> segments(std::string_view target) {
    if (target.size() < 2 || !target.starts_with('/') || !target.ends_with('/')) return std::nullopt;
    target.remove_prefix(1);
    std::vector<std::string> found;
    while (!target.empty()) {
        const auto end = target.find('/');
        const auto decoded = wire::percent_decode(target.substr(0, end));
        if (!decoded || decoded->empty()) return std::nullopt;
        found.push_back(*decoded);
        target.remove_prefix(end + 1);
    }
    return found;
}

std::optional<Route> route(std::string_view target) {
    const auto parts = segments(target);
    if (!parts) return std::nullopt;
    if (parts->size() == 2 && parts->front() == "user") return Route{"KEY", (*parts)[1], {}};
    if (parts->size() == 3 && parts->front() == "key") return Route{"PUT", (*parts)[1], (*parts)[2]};
    return std::nullopt;
}

} // namespace

KeyServer::KeyServer(const std::vector<std::string>& users, std::function<std::string()> new_key)
    : new_key_(std::move(new_key)) {
    for (const auto& user : users) keys_[user];
}

HttpResponse KeyServer::answer(const wire::HttpRequest& request) {
    const auto known = route(request.target);
    if (!known) {
        return {400,
                fmt::format("the target '{}' is neither /user/<user_id>/ nor /key/<user_id>/<key>/",
                            wire::printable(request.target)),
                {}};
    }
    if (request.method != known->method) {
        return {405,
                fmt::format("{} is not allowed here: use {}", wire::printable(request.method, 40), known->method),
                {{"Allow", known->method}}};
    }
    if (!keys_.contains(known->user))
        return {404, fmt::format("there is no user '{}'", wire::printable(known->user)), {}};
    return known->key.empty() ? issue(known->user) : verify(known->user, known->key);
}

HttpResponse KeyServer::issue(const std::string& user) {
    auto& issued = keys_[user];
    issued.push_back(new_key_());
    if (issued.size() > keys_per_user) issued.pop_front();
    return {200, issued.back(), {{"Cache-Control", "no-store"}}};
}

HttpResponse KeyServer::verify(const std::string& user, const std::string& key) const {
    const auto& issued = keys_.at(user);
    if (std::find(issued.begin(), issued.end(), key) != issued.end())
        return {200, fmt::format("success: this key was issued to user '{}'", wire::printable(user)), {}};
    return {403, fmt::format("this key was not issued to user '{}'", wire::printable(user)), {}};
}

std::optional<HttpResponse> answer_to(wire::HttpFault fault) {
    switch (fault) {
    case wire::HttpFault::closed:
    case wire::HttpFault::cut_off:
    case wire::HttpFault::idle: return std::nullopt;
    case wire::HttpFault::timed_out: return HttpResponse{408, "the request did not end in time", {}};
    case wire::HttpFault::malformed: return HttpResponse{400, "this is not an HTTP/1.1 request", {}};
    case wire::HttpFault::head_too_large: return HttpResponse{431, "the head is larger than 64 KiB", {}};
    case wire::HttpFault::body_too_large: return HttpResponse{413, "the body is too large: none is needed", {}};
    }
    std::abort(); // A value outside the enumeration is our own fault.
}

} // namespace counterpart::key_server
