/// A value or what went wrong, in words for a person.
#pragma once
#include <boost/system/result.hpp>
#include <string>

namespace counterpart::wire {

struct Words {
    std::string text;
};

/// The end of a sentence on stderr. Made as Problem{"…"} and not convertible from a string (hence the base: C++20
/// would let an aggregate of one string be made from one), so that a result of a string can tell the two apart.
struct Problem : Words {};

template <class T>
using Attempt = boost::system::result<T, Problem>;

} // namespace counterpart::wire
