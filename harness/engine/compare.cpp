#include "harness/engine/compare.hpp"
#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

constexpr std::size_t before = 8; ///< bytes shown before the first difference
constexpr std::size_t shown = 24; ///< bytes shown in a row

bool printable(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(),
                       [](unsigned char c) { return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' || c == '\t'; });
}

std::string quoted(std::string_view bytes) {
    std::string out = "\"";
    for (const char c : bytes) {
        switch (c) {
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        default: out += c;
        }
    }
    return out + '"';
}

std::string counted(std::uint64_t bytes) { return bytes == 1 ? "1 byte" : fmt::format("{} bytes", bytes); }

std::string beginning(std::string_view bytes, std::size_t limit) {
    const auto head = bytes.substr(0, limit);
    std::string text;
    if (printable(head)) {
        text = quoted(head);
    } else {
        for (const unsigned char c : head.substr(0, 32)) text += fmt::format("{:02x} ", c);
        text.pop_back();
    }
    const bool cut = bytes.size() > head.size() || (!printable(head) && head.size() > 32);
    return text + (cut ? " …" : "");
}

} // namespace

std::string visible(std::string_view bytes, std::size_t limit) {
    return bytes.empty() ? "nothing (0 bytes)" : fmt::format("{} ({})", beginning(bytes, limit), counted(bytes.size()));
}

std::string named(std::string_view name) { return name.empty() ? "\"\"" : beginning(name, 255); }

std::string difference_rows(std::string_view expected, std::string_view got, std::uint64_t offset,
                            std::uint64_t first) {
    const auto row = [&](std::string_view name, std::string_view bytes) {
        std::string hex, text;
        for (std::size_t i = 0; i < shown; ++i) {
            if (i >= bytes.size()) {
                hex += "   ";
                continue;
            }
            const auto c = static_cast<unsigned char>(bytes[i]);
            hex += fmt::format("{:02x} ", c);
            text += c >= 0x20 && c < 0x7f ? static_cast<char>(c) : '.';
        }
        return fmt::format("  {:<8} {} |{}|\n", name, hex, text);
    };
    const auto indent = 11 + 3 * static_cast<std::size_t>(first - offset);
    return fmt::format("first difference at byte {} (rows begin at byte {}):\n{}{}{:>{}}^^", first, offset,
                       row("expected", expected), row("got", got), "", indent);
}

Comparison::Comparison(scenario::Content expected) : expected_(std::move(expected)) {}

void Comparison::take(std::span<const char> bytes) {
    if (head_.size() < head_limit) head_.append(bytes.data(), std::min(bytes.size(), head_limit - head_.size()));
    std::array<char, 65536> wanted; // filled by read
    while (!bytes.empty()) {
        const auto chunk = bytes.subspan(0, std::min(bytes.size(), wanted.size()));
        if (!difference_) {
            const auto there = expected_.read(received_, std::span(wanted).subspan(0, chunk.size()));
            std::size_t same = there;
            if (std::memcmp(wanted.data(), chunk.data(), there) != 0)
                same = static_cast<std::size_t>(
                    std::mismatch(chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(there), wanted.begin())
                        .first -
                    chunk.begin());
            if (same < chunk.size()) difference_ = received_ + same;
            if (difference_) {
                last_.append(chunk.data(), same);
                if (last_.size() > before) last_.erase(0, last_.size() - before);
                around_ = last_;
                around_.append(chunk.data() + same, std::min<std::size_t>(chunk.size() - same, 64));
            } else {
                last_.append(chunk.data() + (chunk.size() - std::min(chunk.size(), before)),
                             std::min(chunk.size(), before));
                if (last_.size() > before) last_.erase(0, last_.size() - before);
            }
        } else if (around_.size() < 64) {
            around_.append(chunk.data(), std::min<std::size_t>(chunk.size(), 64 - around_.size()));
        }
        received_ += chunk.size();
        bytes = bytes.subspan(chunk.size());
    }
}

Outcome Comparison::verdict(const std::string& what) const {
    if (complete()) return {};
    Miss miss;
    const auto first = difference_.value_or(received_);
    const auto offset = first - std::min<std::uint64_t>(first, before);
    std::string window(shown, '\0');
    window.resize(expected_.read(offset, window));
    const auto got_window = difference_ ? around_ : last_;
    const bool small = expected_.size() <= head_limit;
    miss.wanted = expected_.slice(0, head_limit).string();
    miss.parts[""] = head_;
    miss.expected = small ? visible(miss.wanted) : counted(expected_.size());
    miss.got = received_ <= head_.size() ? visible(head_) : counted(received_);
    if (received_ == 0)
        miss.summary = fmt::format("{} is empty; {} were expected", what, counted(expected_.size()));
    else if (!difference_)
        miss.summary = fmt::format("{} ends after {} of {}", what, received_, counted(expected_.size()));
    else if (first == expected_.size())
        miss.summary =
            fmt::format("{} has {} more than the {} expected", what, counted(received_ - first), expected_.size());
    else
        miss.summary = fmt::format("{} differs from byte {} on", what, first);
    miss.detail = difference_rows(window, got_window.substr(0, shown), offset, first);
    return miss;
}

} // namespace counterpart::engine
