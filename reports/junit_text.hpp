/// The text in a JUnit case's system-out and system-err, and back: remarks, the transcript, and what the candidate
/// printed. Candidate's output comes last and where it was cut is said by number before it begins, so nothing in it
/// can pass for a part of ours:
///
///     remark: TEXT                                                    any number
///     0.012345 -> [upload] sent, 12 bytes: "a.txt\nhello\n"           any number (event_line.hpp)
///     standard output:                                                or "standard output, 147468 bytes omitted
///     …                                                               after the first 32768:", and then an
///                                                                     omission line between front and back
#pragma once
#include "reports/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace counterpart {

/// What a JUnit report shows of any one stream, transcript or text; GitLab and Jenkins cut at about as much.
constexpr std::size_t junit_text_limit = 64 * 1024;

/// `label` and what the candidate printed; empty when it printed nothing.
std::string stream_text(std::string_view label, const Captured& stream);
Captured read_stream_text(std::string_view label, std::string_view text);

/// The text of system-out for one stage. `events` belong under that stage, in the order of time.
std::string stage_text(const StageResult& stage, const std::vector<Event>& events, const Captured& output);

/// Everything that stage_text() wrote.
struct StageText {
    std::vector<std::string> remarks;
    std::vector<Event> events;
    Captured output;
};
StageText read_stage_text(std::string_view text, int stage);

constexpr std::string_view output_label = "standard output";
constexpr std::string_view error_label = "standard error";

} // namespace counterpart
