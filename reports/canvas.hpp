/// A gradebook as the learning platform Canvas exports it, with a column of scores filled in: to be imported again.
#pragma once
#include "reports/report.hpp"

#include <functional>
#include <string_view>

namespace counterpart {

/// What became of an exported gradebook.
struct FilledGradebook {
    std::string text;
    std::vector<std::string> nobodys; ///< submissions that belong to no row, or to several
};

/// Fills the scores into an exported gradebook. The column is the one named PROTOCOL/ROLE, else the only column of an
/// assignment, `Title (number)`, else a new one named PROTOCOL/ROLE. Where the row "Points Possible" has another number
/// than the results, scores are scaled to it. A submission belongs to the row whose ID stands in its name between '_'
/// (as in Canvas's own downloads: name_ID_number_file), or else whose login, SIS id, ID or name its own name is.
/// Throws std::runtime_error, naming `name` and the line, for what is no such gradebook.
FilledGradebook fill_gradebook(std::string_view exported, std::string_view name, const RunResult& results);

/// A report that does so with the gradebook in a file. `tell` hears at the end of submissions that are nobody's.
/// Throws std::runtime_error when the gradebook cannot be read or is none.
std::unique_ptr<Report> canvas_report(const std::filesystem::path& exported, const std::filesystem::path& target,
                                      std::function<void(const std::string&)> tell);

} // namespace counterpart
