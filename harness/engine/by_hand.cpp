#include "harness/engine/by_hand.hpp"
#include <algorithm>
#include <array>

namespace counterpart::engine {

bool waits_for_end(std::string_view kind) { return kind == "expect-exit" || kind == "expect-return"; }

bool looks_at_process(std::string_view kind) {
    static constexpr std::array<std::string_view, 9> kinds{"expect-exit",        "expect-idle",    "expect-memory",
                                                           "expect-no-crash",    "expect-output",  "expect-return",
                                                           "expect-output-line", "expect-running", "signal"};
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

} // namespace counterpart::engine
