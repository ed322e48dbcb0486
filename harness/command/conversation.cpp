#include "harness/command/conversation.hpp"
#include "reports/harmless.hpp"
#include <fmt/format.h>

namespace counterpart::command {

std::string event_in_words(const Event& event) {
    const char* arrow = event.direction == Direction::to_candidate     ? "→"
                        : event.direction == Direction::from_candidate ? "←"
                                                                       : " ";
    auto line = fmt::format("    {:8.4f} {} {}{}{}", event.at.count(), arrow, event.channel,
                            event.channel.empty() ? "" : ": ", event.what);
    if (event.bytes) line += fmt::format(" {} bytes", event.bytes);
    if (!event.data.empty()) line += ": " + harmless_line(event.data, 100);
    return line + "\n";
}

} // namespace counterpart::command
