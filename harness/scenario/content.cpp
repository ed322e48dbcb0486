#include "harness/scenario/content.hpp"
#include "harness/scenario/random.hpp"
#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace counterpart::scenario {
namespace {

/// A byte of the stream becomes a character of a text: letters mostly, a space now and then, a newline about every
/// fifty characters, so that lines, words and long text all occur.
constexpr std::array<char, 256> text_table() {
    std::array<char, 256> table{};
    constexpr std::string_view letters = "etaoinshrdlucmfwypvbgkjqxzETAOIN0123456789,.;:-_'\"";
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = letters[i % letters.size()];
    for (std::size_t i = 0; i < 40; ++i) table[i * 6] = ' ';
    for (std::size_t i = 0; i < 5; ++i) table[i * 51 + 1] = '\n';
    return table;
}
constexpr auto readable = text_table();

} // namespace

Content::Content(std::string literal) { append(literal); }

Content Content::generated(Flavour flavour, std::uint64_t seed, std::uint64_t size) {
    Content content;
    if (size != 0) content.pieces_.push_back({nullptr, flavour, seed, 0, size});
    content.size_ = size;
    return content;
}

void Content::append(std::string_view literal) {
    if (literal.empty()) return;
    pieces_.push_back({std::make_shared<const std::string>(literal), Flavour::bytes, 0, 0, literal.size()});
    size_ += literal.size();
}

void Content::append(const Content& other) {
    const auto copied = other.pieces_; // so that a content may be appended to itself
    pieces_.insert(pieces_.end(), copied.begin(), copied.end());
    size_ += other.size_;
}

Content Content::slice(std::uint64_t offset, std::uint64_t length) const {
    Content part;
    for (const auto& piece : pieces_) {
        if (offset >= piece.length) {
            offset -= piece.length;
            continue;
        }
        const auto taken = std::min(piece.length - offset, length);
        if (taken == 0) break;
        auto cut = piece;
        cut.begin += offset;
        cut.length = taken;
        part.pieces_.push_back(std::move(cut));
        part.size_ += taken;
        length -= taken;
        offset = 0;
    }
    return part;
}

void Content::fill(const Piece& piece, std::uint64_t at, std::span<char> into) {
    const auto start = piece.begin + at;
    if (piece.literal) {
        std::memcpy(into.data(), piece.literal->data() + start, into.size());
        return;
    }
    // The stream is eight bytes for each counter value, so that any offset can be reached at once. A piece may begin
    // and end within a word.
    auto counter = piece.seed + start / 8;
    auto rest = into;
    const auto store = [&](std::size_t skip, std::size_t count) {
        const auto word = mix(counter++);
        std::memcpy(rest.data(), reinterpret_cast<const char*>(&word) + skip, count);
        rest = rest.subspan(count);
    };
    if (const auto skip = start % 8; skip != 0) store(skip, std::min<std::size_t>(8 - skip, rest.size()));
    while (rest.size() >= 8) store(0, 8);
    if (!rest.empty()) store(0, rest.size());
    if (piece.flavour == Flavour::text)
        for (auto& c : into) c = readable[static_cast<unsigned char>(c)];
    if (piece.flavour == Flavour::hex)
        for (auto& c : into) c = "0123456789abcdef"[static_cast<unsigned char>(c) % 16];
}

std::size_t Content::read(std::uint64_t offset, std::span<char> into) const {
    std::size_t done = 0;
    for (const auto& piece : pieces_) {
        if (offset >= piece.length) {
            offset -= piece.length;
            continue;
        }
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(piece.length - offset, into.size() - done));
        if (count == 0) break;
        fill(piece, offset, into.subspan(done, count));
        done += count;
        offset = 0;
    }
    return done;
}

std::string Content::string(std::uint64_t limit) const {
    if (size_ > limit) throw std::length_error("a value of " + std::to_string(size_) + " bytes is too large here");
    std::string whole(static_cast<std::size_t>(size_), '\0');
    read(0, whole);
    return whole;
}

} // namespace counterpart::scenario
