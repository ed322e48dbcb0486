/// The words, signs and class names of verdicts and levels on the pages. No verdict is told by its colour alone.
#pragma once
#include "reports/html/markup.hpp"
#include "reports/result.hpp"

namespace counterpart::html {

std::string_view sign_of(Verdict);  ///< "✓", "✗", "○", "!"
std::string_view word_of(Verdict);  ///< "passed", "failed", "not reached", "could not be judged"
std::string_view class_of(Verdict); ///< "p", "f", "n", "e": short, because a matrix has thousands

/// Sign and word in the verdict's colours.
Markup badge(Verdict);

/// "2 cases", "1 case".
std::string counted(std::size_t number, std::string_view singular);
/// Points without needless decimals.
std::string points_text(double);
/// "12.3 ms", "4.56 s".
std::string duration_text(Seconds);

/// Which failure it is, in words: "not what was expected", "nothing came in time".
std::string_view kind_of(FailureType);
/// What a beginner might look at next. A suggestion, not a verdict.
std::string_view hint_for(FailureType);

} // namespace counterpart::html
