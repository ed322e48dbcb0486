// <expect-lines>: looks in all files of the working directory for lines that one of them must hold, or none may.
#include "harness/engine/compare.hpp"
#include "harness/engine/play.hpp"
#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <cctype>
#include <fmt/format.h>
#include <unistd.h>

namespace counterpart::engine {
namespace {

constexpr std::size_t file_limit = 16 << 20; ///< what is read of a file: a log of a case is far shorter
constexpr std::size_t whole_limit = 64 << 20;

struct TextFile {
    std::string name, content;
};

std::vector<TextFile> texts_in(const candidate::WorkDirectory& files) {
    std::vector<TextFile> texts;
    std::size_t whole = 0;
    std::vector<char> buffer(64 * 1024);
    for (const auto& name : files.list()) {
        const auto found = files.open(name);
        if (!found.file || whole >= whole_limit) continue;
        TextFile text{name, {}};
        for (ssize_t count = 0;
             text.content.size() < file_limit && (count = ::read(found.file.get(), buffer.data(), buffer.size())) > 0;)
            text.content.append(buffer.data(), static_cast<std::size_t>(count));
        whole += text.content.size();
        texts.push_back(std::move(text));
    }
    return texts;
}

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
    Lines lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

/// What makes two lines the same.
using Alike = bool (*)(std::string_view line, std::string_view wanted);

bool same(std::string_view line, std::string_view wanted) { return line == wanted; }

/// Whether the line ends with what is wanted, set off from the words of its own that it has before.
bool ends_alike(std::string_view line, std::string_view wanted) {
    if (line == wanted) return true;
    if (wanted.empty() || !line.ends_with(wanted)) return false;
    const auto before = static_cast<unsigned char>(line[line.size() - wanted.size() - 1]);
    return std::isspace(before) || before == ':' || before == ',' || before == ';' || before == '|' || before == ']';
}

/// What is wrong with a file that should hold the wanted lines; further lines between them are its own affair.
struct LinesFault {
    FailureType type = FailureType::mismatch;
    std::string what;
    std::string_view line; ///< the one that is wrong
    std::ptrdiff_t right = 0;
};

LinesFault fault_in_file(std::string_view content, const Lines& wanted, bool any_order, Alike alike = same) {
    const auto lines = lines_of(content);
    LinesFault fault;
    for (const auto line : wanted) {
        const auto is_it = [&](std::string_view each) { return alike(each, line); };
        const auto found = std::count_if(lines.begin(), lines.end(), is_it);
        const auto needed = std::count(wanted.begin(), wanted.end(), line);
        fault.right += found == needed;
        if (found == needed || !fault.what.empty()) continue;
        fault.line = line;
        fault.type = found > needed ? FailureType::extra : FailureType::mismatch;
        fault.what = found > needed
                         ? fmt::format("it holds the line {} {} times instead of {}", visible(line), found, needed)
                         : fmt::format("it does not hold the line {}", visible(line));
    }
    if (!fault.what.empty() || any_order) return fault;
    auto at = lines.begin();
    for (const auto line : wanted) {
        at = std::find_if(at, lines.end(), [&](std::string_view each) { return alike(each, line); });
        if (at != lines.end()) {
            ++at;
            continue;
        }
        fault.type = FailureType::order;
        fault.what = fmt::format("it holds the line {} before one that it should follow", visible(line));
        fault.line = line;
        return fault;
    }
    return fault;
}

/// How much of a file looks like what is wanted: to name the log, and not some other file, in a failure.
std::size_t likeness(const TextFile& text, const Lines& wanted) {
    return static_cast<std::size_t>(std::count_if(wanted.begin(), wanted.end(), [&](std::string_view line) {
        return !line.empty() && text.content.find(line) != std::string::npos;
    }));
}

Outcome found_somewhere(const std::vector<TextFile>& texts, const std::string& wanted) {
    for (const auto& text : texts) {
        if (text.content.find(wanted) == std::string::npos) continue;
        Miss miss;
        miss.type = FailureType::extra;
        miss.summary = fmt::format("the file {} holds {}", named(text.name), visible(wanted));
        miss.expected = "no file that holds it";
        miss.got = visible(text.content, 1000);
        miss.parts[""] = text.content;
        return miss;
    }
    return {};
}

Outcome judge_files(const std::vector<TextFile>& texts, const std::string& wanted, bool any_order) {
    const auto lines = lines_of(wanted);
    const TextFile* likely = nullptr;
    for (const auto& text : texts) {
        if (fault_in_file(text.content, lines, any_order).what.empty()) return {};
        if (!likely || std::pair(likeness(text, lines), text.content.size()) >
                           std::pair(likeness(*likely, lines), likely->content.size()))
            likely = &text;
    }
    Miss miss;
    miss.expected = fmt::format("a file in the working directory with {}", visible(wanted, 1000));
    miss.wanted = wanted;
    if (!likely) {
        miss.summary = "there is no file in the working directory";
        miss.got = "no file";
        miss.part = "name";
        miss.parts[""] = miss.parts["name"] = "no file";
        return miss;
    }
    const auto fault = fault_in_file(likely->content, lines, any_order);
    miss.type = fault.type;
    miss.summary = fmt::format("the file {} is not as expected: {}", named(likely->name), fault.what);
    miss.got = fmt::format("{}: {}", named(likely->name), visible(likely->content, 1000));
    miss.part = "body";
    miss.parts[""] = miss.parts["body"] = likely->content;
    miss.parts["line"] = std::string(fault.line);
    return miss;
}

/// Whether some file holds the lines with words of the candidate's own before them.
bool held_after_words(const std::vector<TextFile>& texts, const std::string& wanted, bool any_order) {
    const auto lines = lines_of(wanted);
    return std::any_of(texts.begin(), texts.end(), [&](const TextFile& text) {
        return fault_in_file(text.content, lines, any_order, ends_alike).what.empty();
    });
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_lines(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto wanted = scope.values.text(step, "lines");
    const bool nowhere = step.plain("nowhere") == "yes";
    const bool any_order = step.plain("order") == "any";
    const auto deadline = step.plain("wait") == "yes" ? play.deadline(step) : Clock::now();
    boost::asio::steady_timer timer(play.executor);
    for (;;) {
        const bool gone = play.candidate_gone();
        const auto texts = texts_in(play.files);
        auto outcome = nowhere ? found_somewhere(texts, wanted) : judge_files(texts, wanted, any_order);
        if (!outcome) co_return Outcome{};
        if (!nowhere && step.has("preceded") && held_after_words(texts, wanted, any_order)) {
            play.remark(scope.values.text(step, "preceded"));
            co_return Outcome{};
        }
        if (nowhere || gone || play.over(deadline)) {
            co_await play.add_end(*outcome);
            co_return outcome;
        }
        timer.expires_after(std::chrono::milliseconds(5)); // no event tells that a file has reached its contents
        co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
}

} // namespace counterpart::engine
