/// Which code was issued to which uuid, and what the two ports answer: without I/O.
#pragma once
#include "reference/wire/problem.hpp"
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace counterpart::unique_code {

class Registry {
public:
    /// `new_code` makes a fresh code.
    explicit Registry(std::function<std::string()> new_code) : new_code_(std::move(new_code)) {}

    /// The codes port: the code for the uuid in this request body; the same one whenever it is asked (UC-3).
    wire::Attempt<std::string> code_for(std::string_view body);

    /// The messages port: the text to store, when uuid and code belong together (UC-5).
    wire::Attempt<std::string> accepted_text(std::string_view body) const;

    /// So many uuids are remembered; further ones are refused, so that memory is bounded (some 20 MB).
    static constexpr std::size_t most_uuids = 100'000;

private:
    std::function<std::string()> new_code_;
    std::unordered_map<std::string, std::string> codes_; ///< by uuid in lower case
};

/// {'success': True, 'unique': '<code>'}
std::string code_reply(const std::string& code);

/// {'success': True}
std::string stored_reply();

/// {'success': False, 'error': '<message>'}
std::string refusal(const std::string& message);

} // namespace counterpart::unique_code
