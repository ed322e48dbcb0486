#include "reports/canvas.hpp"
#include "reports/file_report.hpp"
#include "reports/harmless.hpp"
#include "reports/read_file.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <optional>
#include <stdexcept>

namespace counterpart {

namespace {

using Row = std::vector<std::string>;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// The cells of a CSV document (RFC 4180), whose separator is what follows its first cell.
std::vector<Row> read_cells(std::string_view text, char separator, std::string_view name) {
    std::vector<Row> rows(1, Row(1));
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto& cell = rows.back().back();
        const char c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
            cell += text[++i];
        } else if (c == '"' && (quoted || cell.empty())) {
            quoted = !quoted;
        } else if (!quoted && c == separator) {
            rows.back().emplace_back();
        } else if (!quoted && (c == '\n' || c == '\r')) {
            if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
            rows.emplace_back(1);
        } else {
            cell += c;
        }
    }
    if (quoted) throw std::runtime_error(fmt::format("{}: line {}: a quote is not closed", name, rows.size()));
    std::erase_if(rows, [](const Row& row) { return row.size() == 1 && row[0].empty(); });
    return rows;
}

std::string written(const std::vector<Row>& rows, char separator) {
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i) text += separator;
            if (row[i].find_first_of(",;\"\r\n") == std::string::npos) {
                text += row[i];
                continue;
            }
            text += '"';
            for (const char c : row[i]) text += c == '"' ? "\"\"" : std::string(1, c);
            text += '"';
        }
        text += "\n";
    }
    return text;
}

std::optional<std::size_t> column_named(const Row& header, std::string_view name) {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end()) return {};
    return found - header.begin();
}

/// Letters and digits alone, small: "Doe, Zoë" and "doezoë" are one.
std::string plain(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) >= 0x80))
            out += c;
    }
    return out;
}

bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "Lab 4 (123456)"
bool is_assignment(const std::string& title) {
    const auto open = title.rfind(" (");
    return open != std::string::npos && title.ends_with(')') &&
           is_number(std::string_view(title).substr(open + 2, title.size() - open - 3));
}

/// The whole assignment's name without its number.
std::string_view title_of(std::string_view column) { return column.substr(0, column.rfind(" (")); }

std::size_t column_for(Row& header, const std::string& role) {
    std::vector<std::size_t> assignments;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (header[i] == role || (is_assignment(header[i]) && title_of(header[i]) == role)) return i;
        if (is_assignment(header[i])) assignments.push_back(i);
    }
    if (assignments.size() == 1) return assignments.front();
    header.push_back(role);
    return header.size() - 1;
}

struct Gradebook {
    std::vector<Row> rows;
    char separator = ',';

    Gradebook(std::string_view text, std::string_view name) {
        if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
        const auto line = text.substr(0, text.find_first_of("\r\n"));
        if (line.find(',') == line.npos && line.find(';') != line.npos) separator = ';';
        rows = read_cells(text, separator, name);
        if (rows.empty() || rows[0].size() < 2 || rows[0][0] != "Student" || !column_named(rows[0], "ID"))
            throw std::runtime_error(fmt::format("{}: line 1: this is no gradebook that Canvas exported: its columns "
                                                 "begin with Student and ID",
                                                 name));
        for (auto& row : rows) row.resize(std::max(row.size(), rows[0].size()));
    }

    bool is_student(const Row& row) const { return is_number(row[*column_named(rows[0], "ID")]); }

    /// The only row that a submission can belong to; nothing when there is none, or several.
    std::optional<std::size_t> row_of(const std::string& submission) const {
        const auto id = *column_named(rows[0], "ID");
        std::vector<std::size_t> named, told;
        const auto between = "_" + submission + "_";
        for (std::size_t i = 1; i < rows.size(); ++i) {
            if (!is_student(rows[i])) continue;
            if (between.find("_" + rows[i][id] + "_") != std::string::npos) told.push_back(i);
            bool same = plain(rows[i][0]) == plain(submission);
            for (const auto* column : {"ID", "SIS User ID", "SIS Login ID"})
                if (const auto at = column_named(rows[0], column))
                    same = same || (!rows[i][*at].empty() && plain(rows[i][*at]) == plain(submission));
            if (same) named.push_back(i);
        }
        const auto& found = told.empty() ? named : told;
        if (found.size() != 1) return {};
        return found.front();
    }
};

class CanvasReport : public FileReport {
public:
    CanvasReport(const std::filesystem::path& exported, const std::filesystem::path& target,
                 std::function<void(const std::string&)> tell)
        : FileReport(target), name_(exported.string()), exported_(read_file(exported)), tell_(std::move(tell)) {
        fill_gradebook(exported_, name_, {});
    }
    void run_finished() override {
        FileReport::run_finished();
        const auto nobodys = fill_gradebook(exported_, name_, results()).nobodys;
        if (!nobodys.empty())
            tell_(fmt::format("{}: no student, or several, for: {}", name_, fmt::join(nobodys, ", ")));
    }

protected:
    void keep(const SubmissionResult& submission) override {
        auto& kept = kept_[key_of(submission)];
        kept = submission;
        leave_conversation_out(kept);
    }
    std::string render() const override { return fill_gradebook(exported_, name_, results()).text; }

private:
    RunResult results() const {
        RunResult all;
        for (const auto& [key, submission] : kept_) all.submissions.push_back(submission);
        return all;
    }
    std::string name_, exported_;
    std::function<void(const std::string&)> tell_;
    std::map<SubmissionKey, SubmissionResult> kept_;
};

} // namespace

FilledGradebook fill_gradebook(std::string_view exported, std::string_view name, const RunResult& results) {
    Gradebook book(exported, name);
    FilledGradebook filled;
    for (const auto& submission : results.submissions) {
        const auto row = book.row_of(submission.name);
        const auto column = column_for(book.rows[0], submission.protocol + "/" + submission.role);
        for (auto& each : book.rows) each.resize(std::max(each.size(), book.rows[0].size()));
        const auto score = score_of(submission);
        double possible = score.max;
        for (auto& each : book.rows) {
            if (each[0].find("Points Possible") == std::string::npos) continue;
            double said = 0;
            const auto& cell = each[column];
            const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), said);
            if (error == std::errc{} && said > 0) possible = said;
            if (cell.empty()) each[column] = fmt::format("{:.2f}", possible);
        }
        if (!row) {
            filled.nobodys.push_back(harmless_line(submission.name, 80));
            continue;
        }
        // Of several submissions by one student the last counts, and EX (excused) stays.
        auto& cell = book.rows[*row][column];
        if (cell != "EX") cell = fmt::format("{:.2f}", score.max > 0 ? score.points * possible / score.max : 0);
    }
    filled.text = written(book.rows, book.separator);
    return filled;
}

std::unique_ptr<Report> canvas_report(const std::filesystem::path& exported, const std::filesystem::path& target,
                                      std::function<void(const std::string&)> tell) {
    return std::make_unique<CanvasReport>(exported, target, std::move(tell));
}

} // namespace counterpart
