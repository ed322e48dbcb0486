// <expect-names>: judges a listing, one name a line, in which the submission's own files may stand as well.
#include "harness/engine/compare.hpp"
#include "harness/engine/play.hpp"
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace counterpart::engine {
namespace {

using Names = std::vector<std::string>;

Names names_in(const std::string& text) {
    Names names;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        names.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return names;
}

/// What stands in the working directory without the case's doing: the submission, and what Python leaves beside it.
std::set<std::string> own_names(const Launch& launch) {
    std::set<std::string> own{"__pycache__"};
    if (launch.copied.empty()) return own;
    for (const auto& entry : std::filesystem::directory_iterator(launch.copied))
        own.insert(entry.path().filename().string());
    return own;
}

/// The first thing that is wrong with a listing: which part of the judgement, the name, and a sentence.
struct ListingFault {
    std::string part, name, what;
};

ListingFault fault_in_listing(const Names& got, const Names& wanted, bool in_order) {
    for (const auto& name : got)
        if (std::find(wanted.begin(), wanted.end(), name) == wanted.end())
            return {"extra", name, fmt::format("the name {} should not be there", named(name))};
    for (const auto& name : wanted) {
        const auto count = std::count(got.begin(), got.end(), name);
        if (count == 0) return {"missing", name, fmt::format("the name {} is missing", named(name))};
        if (count > 1) return {"twice", name, fmt::format("the name {} is there {} times", named(name), count)};
    }
    if (!in_order) return {};
    const auto [here, there] = std::mismatch(got.begin(), got.end(), wanted.begin());
    if (here == got.end()) return {};
    return {"order", *here,
            fmt::format("the name {} stands where {} should: sorted by bytes", named(*here), named(*there))};
}

} // namespace

boost::asio::awaitable<Outcome> play_expect_names(Scope& scope, const scenario::Step& step) {
    const auto text = scope.values.text(step, "of");
    auto wanted = names_in(scope.values.text(step, "names"));
    std::sort(wanted.begin(), wanted.end());
    auto got = names_in(text);
    const auto own = own_names(scope.play.side.launch);
    std::erase_if(got, [&](const auto& name) {
        return own.contains(name) && std::find(wanted.begin(), wanted.end(), name) == wanted.end();
    });
    auto fault = fault_in_listing(got, wanted, step.plain("order") == "bytes");
    if (fault.what.empty() && !text.empty() && !text.ends_with('\n'))
        fault = {"end", got.empty() ? "" : got.back(), "there is no newline after the last name"};
    if (fault.what.empty()) co_return Outcome{};
    Miss miss;
    miss.type = fault.part == "order" ? FailureType::order : FailureType::mismatch;
    miss.summary = fmt::format("{} is not right: {}", step.plain("called"), fault.what);
    miss.got = visible(text, 1000);
    for (const auto& name : wanted) miss.expected += named(name) + "\n";
    if (wanted.size() > 20 || wanted.empty()) miss.expected = fmt::format("{} names, one a line", wanted.size());
    miss.part = fault.part;
    miss.parts[fault.part] = fault.name;
    miss.parts[""] = text;
    co_return Outcome{std::move(miss)};
}

} // namespace counterpart::engine
