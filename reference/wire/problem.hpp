/// A value or what went wrong, in words for a person.
#pragma once
#include <boost/system/result.hpp>
#include <string>

namespace counterpart::wire {

/// The end of a sentence on stderr. A type of its own, so that no result mistakes it for a value.
struct Problem {
    std::string text;
};

template <class T>
using Attempt = boost::system::result<T, Problem>;

} // namespace counterpart::wire
