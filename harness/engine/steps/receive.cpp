// <receive>: receives bytes and judges them as they come.
#include "harness/engine/compare.hpp"
#include "harness/engine/explain.hpp"
#include "harness/engine/play.hpp"
#include "harness/scenario/units.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

constexpr std::size_t kept_limit = 1 << 20;
/// Most receptions are small, and some are of many in a row; streams are read in portions as large as pay.
constexpr std::size_t first_portion = 4 * 1024, largest_portion = 256 * 1024;
/// After the first wrong byte the rest is still of interest, for the explanation, but no longer than this.
constexpr std::chrono::milliseconds rest_of_wrong{300};

/// What ends the reception, and what is judged: everything that came, or its kept beginning.
struct Reception {
    std::string until;
    std::uint64_t length = 0;
    std::string kept;
    std::uint64_t count = 0;
    Arrival::Kind last = Arrival::Kind::bytes;

    bool enough() const {
        if (until == "line") return kept.find('\n') != std::string::npos;
        return until == "length" && count >= length;
    }
    std::size_t room(std::size_t buffer) const {
        return until == "length" ? static_cast<std::size_t>(std::min<std::uint64_t>(buffer, length - count)) : buffer;
    }
};

/// Everything that may come; a set remembers which of it came already, so that each is right once.
class Expected {
public:
    Expected(Scope& scope, const scenario::Step& step)
        : set_(step.plain("once-in")), seen_(scope.play.session.distinct[set_]) {
        if (step.has("equals")) add(scope, step);
        for (const auto& child : step.children)
            if (child.kind == "or") add(scope, child);
        if (!any_.empty() || !step.has("equals")) return;
        // All of it came already: what comes now is once more the last.
        seen_.clear();
        add(scope, step);
    }
    bool empty() const { return any_.empty(); }
    std::uint64_t size() const { return any_.front().second.expected().size(); }
    void take(std::span<const char> bytes) {
        for (auto& [name, comparison] : any_) comparison.take(bytes);
    }
    /// Whether none of it can still become right.
    bool wrong() const {
        return !any_.empty() && std::all_of(any_.begin(), any_.end(),
                                            [](const auto& one) { return one.second.difference().has_value(); });
    }
    /// The one that what came is most like.
    Outcome verdict(const std::string& what) {
        const auto best = std::max_element(any_.begin(), any_.end(), [](const auto& a, const auto& b) {
            return a.second.difference().value_or(a.second.received()) + (a.second.complete() ? 1 : 0) <
                   b.second.difference().value_or(b.second.received()) + (b.second.complete() ? 1 : 0);
        });
        auto outcome = best->second.verdict(what);
        if (!outcome && !set_.empty()) seen_.insert(best->first);
        return outcome;
    }

private:
    void add(const Scope& scope, const scenario::Step& step) {
        const auto& text = step.attributes.at("equals");
        if (set_.empty() || !seen_.contains(text.source()))
            any_.emplace_back(text.source(), Comparison(scope.values.content(text)));
    }
    std::string set_;
    std::set<std::string>& seen_;
    std::vector<std::pair<std::string, Comparison>> any_;
};

/// How many of the bytes that came belong to the line; what follows it is left for the next step.
std::size_t up_to_line(Connection& connection, const std::vector<char>& buffer, std::size_t count) {
    const auto end = std::find(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(count), '\n');
    const auto taken = std::min(count, static_cast<std::size_t>(end - buffer.begin()) + 1);
    connection.pending.insert(0, buffer.data() + taken, count - taken);
    return taken;
}

boost::asio::awaitable<void> receive_all(Play& play, Connection& connection, Reception& reception, Expected& expected,
                                         Deadline deadline, std::chrono::milliseconds stall) {
    std::vector<char> buffer(first_portion);
    while (!reception.enough()) {
        const auto arrival =
            co_await play.arrive(connection, std::span(buffer).subspan(0, reception.room(buffer.size())), deadline);
        reception.last = arrival.kind;
        if (arrival.kind != Arrival::Kind::bytes) co_return;
        const auto taken = reception.until == "line" ? up_to_line(connection, buffer, arrival.count) : arrival.count;
        reception.count += taken;
        const auto room = std::min(taken, kept_limit - reception.kept.size());
        reception.kept.append(buffer.data(), room);
        expected.take(std::span<const char>(buffer.data(), taken));
        if (arrival.count == buffer.size() && buffer.size() < largest_portion) buffer.resize(buffer.size() * 8);
        deadline = expected.wrong() ? std::min(deadline, Clock::now() + rest_of_wrong) : play.in(stall);
    }
}

std::string named(const Connection& connection) { return fmt::format("what came on connection '{}'", connection.name); }

/// Judges what came; nothing when it is right so far.
Outcome judge_bytes(const scenario::Step& step, const Scope& scope, const Reception& reception, Expected& expected,
                    const Connection& connection) {
    if (!expected.empty()) return expected.verdict(named(connection));
    if (!step.has("matches")) return {};
    const auto expression = scope.values.text(step, "matches");
    if (found_in(expression, reception.kept, true)) return {};
    Miss miss;
    miss.summary = fmt::format("{} is not of the form that was expected", named(connection));
    miss.expected = fmt::format("something that matches {}", expression);
    miss.got = visible(reception.kept);
    miss.parts[""] = reception.kept;
    return miss;
}

} // namespace

boost::asio::awaitable<Outcome> play_receive(Scope& scope, const scenario::Step& step) {
    auto& play = scope.play;
    const auto connection = scope.connection(step);
    Reception reception;
    reception.until = step.plain("until", step.has("length") ? "length" : "close");
    if (step.has("length")) reception.length = scenario::size_of(step.plain("length"));
    Expected expected(scope, step);
    if (!expected.empty() && reception.until == "length" && !step.has("length")) reception.length = expected.size();
    const auto deadline = play.deadline(step);
    const auto stall =
        std::chrono::duration_cast<std::chrono::milliseconds>((deadline - Clock::now()) / play.job.timeout_scale);
    co_await receive_all(play, *connection, reception, expected, deadline, stall);
    if (step.has("capture")) scope.values.set(step.plain("capture"), scenario::Content(reception.kept));
    auto outcome = judge_bytes(step, scope, reception, expected, *connection);
    const bool ended_early = reception.last != Arrival::Kind::bytes && reception.until != "close";
    if (reception.last == Arrival::Kind::nothing && (!outcome || !expected.wrong())) {
        // Right so far, but not over: silence is the first cause.
        const auto missing = reception.until == "close" && !outcome
                                 ? std::string("the connection stays open after everything came")
                                 : fmt::format("only {} bytes came", reception.count);
        auto miss =
            co_await play.missed(FailureType::timeout, fmt::format("{} (connection '{}')", missing, connection->name));
        if (outcome) miss.expected = outcome->expected;
        miss.got = visible(reception.kept);
        miss.parts[""] = reception.kept;
        co_return Outcome{std::move(miss)};
    }
    if (!outcome && ended_early && !reception.enough()) {
        const auto type = reception.last == Arrival::Kind::reset ? FailureType::reset : FailureType::closed;
        auto miss = co_await play.missed(
            type, fmt::format("the connection '{}' ended after {} bytes", connection->name, reception.count));
        miss.got = visible(reception.kept);
        miss.parts[""] = reception.kept;
        co_return Outcome{std::move(miss)};
    }
    if (outcome) co_await play.add_end(*outcome);
    if (!outcome && reception.last == Arrival::Kind::reset)
        play.remark(
            fmt::format("connection '{}' was ended by a reset (RST) instead of an orderly close", connection->name));
    co_return outcome;
}

} // namespace counterpart::engine
