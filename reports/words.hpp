/// Reads back what to_string() wrote, for the readers of recorded results.
#pragma once
#include "reports/result.hpp"

#include <initializer_list>

namespace counterpart {

/// The one of `values` whose word is `word`, else the first of them.
template <class Enum>
Enum from_word(std::string_view word, std::initializer_list<Enum> values) {
    for (const auto value : values) {
        if (to_string(value) == word) return value;
    }
    return *values.begin();
}

inline Verdict verdict_from(std::string_view word) {
    return from_word(word, {Verdict::error, Verdict::passed, Verdict::failed, Verdict::not_reached});
}
inline Level level_from(std::string_view word) {
    return from_word(word, {Level::must, Level::should, Level::hardening});
}
inline FailureType failure_type_from(std::string_view word) {
    using enum FailureType;
    return from_word(word, {mismatch, timeout, closed, reset, refused, crash, extra, order});
}
inline Direction direction_from(std::string_view word) {
    return from_word(word, {Direction::note, Direction::to_candidate, Direction::from_candidate});
}

} // namespace counterpart
