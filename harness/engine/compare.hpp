/// Compares what comes with what was expected, as streams: neither is ever held whole. Pure.
#pragma once
#include "harness/engine/miss.hpp"
#include "harness/scenario/content.hpp"
#include <span>

namespace counterpart::engine {

class Comparison {
public:
    explicit Comparison(scenario::Content expected);

    /// The next bytes that came.
    void take(std::span<const char> bytes);

    std::uint64_t received() const { return received_; }
    const scenario::Content& expected() const { return expected_; }
    /// Where the first difference is, so far; also the end of what was expected when more came.
    std::optional<std::uint64_t> difference() const { return difference_; }
    bool complete() const { return !difference_ && received_ == expected_.size(); }
    /// The beginning of what came, at most 1 MiB.
    const std::string& head() const { return head_; }

    /// What is wrong when nothing more will come; nothing when it is all as expected. `what` names the thing: "the
    /// upload".
    Outcome verdict(const std::string& what) const;

private:
    static constexpr std::size_t head_limit = 1 << 20;
    scenario::Content expected_;
    std::uint64_t received_ = 0;
    std::optional<std::uint64_t> difference_;
    std::string head_;
    std::string around_; ///< what came from 8 bytes before the first difference on, some 64 bytes
    std::string last_;   ///< the last 8 bytes before it
};

/// Bytes for a reader: quoted text where they are printable, else hexadecimal; cut at `limit` bytes, with their number.
std::string visible(std::string_view bytes, std::size_t limit = 160);
/// Likewise of what is a name, whose size is no matter.
std::string named(std::string_view name);

/// Two rows of bytes from `offset` on with the first difference marked.
std::string difference_rows(std::string_view expected, std::string_view got, std::uint64_t offset, std::uint64_t first);

} // namespace counterpart::engine
