/// Random numbers that a printed seed brings back: the same on every machine, unlike <random>'s distributions.
#pragma once
#include <cstdint>
#include <string_view>

namespace counterpart::scenario {

/// One step of SplitMix64 (Steele, Lea, Flood 2014): a well mixed word for each counter value.
constexpr std::uint64_t mix(std::uint64_t counter) {
    std::uint64_t z = counter * 0x9e3779b97f4a7c15ull + 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

/// A seed for a part of a whole, told apart by its name: so that a case replays alike whether others ran or not.
constexpr std::uint64_t derive(std::uint64_t seed, std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325ull ^ seed;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    return mix(hash);
}

class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() { return mix(state_++); }
    /// A number from `low` to `high`, both included.
    std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + next() % (high - low + 1); }

private:
    std::uint64_t state_;
};

} // namespace counterpart::scenario
