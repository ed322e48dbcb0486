/// An event of a transcript as one line of text, as it stands in a JUnit report, and back. The grammar:
///
///     TIME [@STAGE] ARROW [[CHANNEL]] WHAT[, N bytes][: "DATA"[…]]
///     0.012345 -> [upload] sent, 12 bytes: "a.txt\nhello\n"
///     0.013001 -- exited with status 1
///
/// TIME is in seconds since the case began. ARROW is `->` to the candidate, `<-` from it, `--` for a note. @STAGE is
/// there when the event belongs to another stage than the one that it is listed under (@0: none). CHANNEL, WHAT and
/// DATA are written by escaped(), so a line holds every byte and nothing in it can pass for another line. `…` after
/// the data says that more bytes went over than are shown.
#pragma once
#include "reports/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace counterpart {

/// The line without its line feed. `stage`: the stage that it is listed under.
std::string event_line(const Event& event, int stage);

/// The event that a line tells of, or nothing when it is not such a line.
std::optional<Event> read_event_line(std::string_view line, int stage);

} // namespace counterpart
