/// The list of failures that are known: each entry names cases and the message that their failure is expected to have.
/// Pure: text in, values out.
#pragma once
#include "reports/result.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace counterpart::command {

struct KnownEntry {
    std::string pattern; ///< a glob over SUBMISSION/PROTOCOL/ROLE/CASE, in which * and ? stop at a slash
    std::string message; ///< a part of what the failure says
    int line = 0;        ///< in the list
};

/// Reads the list: an entry a line, `PATTERN  MESSAGE`; empty lines and those that begin with # are none. A blank in a
/// pattern is written "\ " or "?". Throws std::runtime_error with every complaint; `name` stands in them.
std::vector<KnownEntry> parse_known(std::string_view text, std::string_view name);

/// What a case's failure says: its summary, its likely slip and its requirement's id, each on a line. Empty for a case
/// that passed or could not be judged.
std::string message_of(const CaseResult&);

/// Whether the entry speaks of the case with this key, whatever became of it.
bool names(const KnownEntry&, const std::string& key);
/// Whether the entry is met: it names the case, which fails with the message expected.
bool explains(const KnownEntry&, const std::string& key, const CaseResult&);

/// What is wrong with an entry, given the cases that it should speak of; empty when it is right.
std::string stale(const KnownEntry&, const std::vector<std::pair<std::string, const CaseResult*>>& cases);

} // namespace counterpart::command
