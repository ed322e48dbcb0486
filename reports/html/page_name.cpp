// Names that no file system takes for another, and addresses that no browser takes for anything else.
#include "reports/html/page_name.hpp"

#include "reports/harmless.hpp"

#include <fmt/format.h>

namespace counterpart::html {

namespace {

/// Equal for all names that some file system could take for each other: case is folded, and other scripts are one.
std::string folded(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if ((static_cast<unsigned char>(c) & 0x80) == 0)
            out += c;
        else if (out.empty() || out.back() != '?')
            out += '?';
    }
    while (!out.empty() && (out.back() == '.' || out.back() == ' ')) out.pop_back(); // Windows drops these.
    return out;
}

} // namespace

PageNames::PageNames() {
    // The cohort's page, and names that Windows keeps for devices.
    for (const auto* taken : {"index", "con", "prn", "aux", "nul"}) owners_.emplace(taken, SubmissionKey());
}

std::string PageNames::of(const SubmissionKey& key) {
    const auto& [name, protocol, role] = key;
    const auto plain = file_name_of(name);
    const auto with_role = fmt::format("{}.{}.{}", plain, file_name_of(protocol), file_name_of(role));
    const auto with_hash = fmt::format("{}-{}", plain, short_hash(name + '\0' + protocol + '\0' + role));
    for (const auto& candidate : {plain, with_role, with_hash, with_role + "-" + short_hash(with_hash)}) {
        if (owners_.emplace(folded(candidate), key).first->second == key) return candidate + ".html";
    }
    // Only who makes four names meet on purpose comes here.
    return fmt::format("{}-{}.html", with_hash, owners_.size());
}

std::string address_of(std::string_view file_name) {
    constexpr std::string_view plain = "-._~";
    std::string out;
    for (const char c : file_name) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (word || plain.find(c) != plain.npos)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace counterpart::html
