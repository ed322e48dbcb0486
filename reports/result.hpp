/// What a run found, as plain values: the one model that the engine fills and every report renders.
/// Strings may hold any bytes that a candidate produced; whoever writes them out passes them through
/// harmless() (reports/harmless.hpp). Nothing here knows of sockets, clocks or files.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace counterpart {

using Seconds = std::chrono::duration<double>;

/// The verdict on one stage of one case. `error` is the harness's or the machine's fault, never the candidate's.
enum class Verdict { passed, failed, not_reached, error };

/// How much a requirement weighs: `hardening` is reported but is worth no points unless a scenario says so.
enum class Level { must, should, hardening };

/// The closed list of JUnit failure types (DESIGN 7); none of them is a type name that a consumer would convert.
enum class FailureType { mismatch, timeout, closed, reset, refused, crash, extra, order };

/// Which way an event of the transcript went, seen from the harness.
enum class Direction { note, to_candidate, from_candidate };

/// One thing that happened while a case was played.
struct Event {
    Seconds at{};            ///< since the case began
    int stage = 0;           ///< number in the communication map; 0 before the first and after the last
    Direction direction = Direction::note;
    std::string channel;     ///< the connection, listener or stream by the scenario's name for it; may be empty
    std::string what;        ///< a phrase in words: "connected", "sent", "received", "closed", "exited with status 1"
    std::uint64_t bytes = 0; ///< how many bytes went over, where bytes did
    std::string data;        ///< the first of those bytes (at most 256), raw
};

/// Why a stage failed, or why the harness could not judge it.
struct Failure {
    FailureType type = FailureType::mismatch; ///< meaningless for Verdict::error
    std::string summary;     ///< one line: what was wrong, e.g. "the port came as 2 binary bytes: 05 39"
    std::string requirement; ///< id, e.g. "CS-3.2"; empty for an error
    Level level = Level::must;
    std::string sentence;    ///< the requirement's own sentence
    std::string expected;    ///< in words or visible bytes, possibly several lines; may be empty
    std::string got;         ///< likewise
    std::string slip;        ///< the likely mistake in a sentence; may be empty
    std::string text;        ///< the whole explanation, lines that stand alone (ids, expected, got, slip, reproduce)
};

struct StageResult {
    int number = 0;
    std::string title;               ///< from the communication map, e.g. "content manager sends its port, and closes"
    Verdict verdict = Verdict::not_reached;
    Seconds time{};
    std::optional<Failure> failure;  ///< set for failed and error
    std::vector<std::string> remarks; ///< tolerated, but worth saying
};

/// One output stream of a candidate, head and tail kept, the middle counted.
struct Captured {
    std::string head;
    std::string tail;               ///< empty when nothing was omitted
    std::uint64_t omitted = 0;      ///< bytes between head and tail that were not kept
};

struct CaseResult {
    std::string id;                 ///< e.g. "two-files"
    std::string title;
    Level level = Level::must;
    std::vector<std::string> requirements; ///< ids that the case checks
    double points = 0;              ///< what the case is worth
    Seconds time{};
    std::vector<StageResult> stages;
    std::vector<Event> transcript;
    Captured standard_output;
    Captured standard_error;
    std::string reproduce;          ///< the command that plays this case again with the same seed
};

/// One submission judged in one role.
struct SubmissionResult {
    std::string name;               ///< of the submission: folder or file name, or the command
    std::string protocol;           ///< "content-storage"
    std::string role;               ///< "content-manager"
    std::string launch;             ///< how the candidate was started, in words
    std::uint64_t seed = 0;
    std::string isolation;          ///< "cage", or "none: <why>"
    std::string started;            ///< UTC, YYYY-MM-DDThh:mm:ssZ
    bool complete = true;           ///< false in a report of a run that was stopped before every case was played
    std::vector<CaseResult> cases;
};

/// A whole run: what `counterpart run` and `counterpart grade` produce.
struct RunResult {
    std::string version;            ///< of Counterpart
    std::vector<SubmissionResult> submissions;
};

/// Brings an older copy of a submission's result up to date. Cases may have been added since, anywhere; copying only
/// those is much cheaper, for each case holds its transcript.
void catch_up(SubmissionResult& copy, const SubmissionResult& now);

/// The worst verdict among a case's stages: error, then failed, then not reached, then passed.
/// A case without stages is an error.
Verdict verdict_of(const CaseResult&);

/// The stage where a case went wrong: the first that failed or could not be judged; null when there is none.
const StageResult* first_wrong(const CaseResult&);

struct Score { double points = 0; double max = 0; };
/// Points of the cases that passed, and of all. A case counts whole or not at all.
Score score_of(const SubmissionResult&);

std::string_view to_string(Verdict);     ///< "passed", "failed", "not-reached", "error"
std::string_view to_string(Level);       ///< "must", "should", "hardening"
std::string_view to_string(FailureType); ///< "mismatch", …
std::string_view to_string(Direction);   ///< "note", "to-candidate", "from-candidate"

} // namespace counterpart
