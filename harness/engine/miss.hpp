/// What a step found wrong, as values: the facts from which the explanation is made. Pure.
#pragma once
#include "reports/result.hpp"
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace counterpart::engine {

struct Miss {
    FailureType type = FailureType::mismatch;
    std::string summary;     ///< one line, in words; what was wrong
    std::string expected;    ///< for the reader: visible bytes or words
    std::string got;         ///< likewise
    std::string detail;      ///< further lines: the first differing byte, what the program was doing, its last words
    std::string requirement; ///< when it is not the step's own
    std::string slip;        ///< the likely mistake, once one was recognised
    bool harness = false;    ///< the harness or the machine is at fault: the verdict is `error`

    // What slip patterns look at.
    std::map<std::string, std::string> parts; ///< "method", "target", … and "" for the whole; raw, at most 1 MiB each
    std::string part;                         ///< the part that was wrong, when one was
    std::string wanted;                       ///< what was expected, raw, at most its first MiB
    std::string state;                        ///< what the program's threads were doing
    std::string errors;                       ///< its traceback or standard error

    /// One more line, or several, below those that are there.
    void add_detail(std::string_view line) {
        if (!detail.empty()) detail += '\n';
        detail += line;
    }

    /// The trouble of the harness itself.
    static Miss trouble(std::string what) {
        Miss miss;
        miss.summary = std::move(what);
        miss.harness = true;
        return miss;
    }
};

/// A step's result: nothing when all is well.
using Outcome = std::optional<Miss>;

} // namespace counterpart::engine
