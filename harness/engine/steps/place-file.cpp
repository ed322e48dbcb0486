// <place-file>: puts a file into the candidate's working directory.
#include "harness/engine/play.hpp"
#include <fmt/format.h>

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_place_file(Scope& scope, const scenario::Step& step) {
    const auto path = scope.values.text(step, "path");
    const auto content = scope.values.content(step.text);
    scope.play.files.place(path, content.size(),
                           [&content](std::uint64_t at, std::span<char> into) { return content.read(at, into); });
    scope.play.side.placed.insert(path);
    scope.play.note(Direction::note, "", fmt::format("placed the file {}", path), content.size());
    co_return Outcome{};
}

} // namespace counterpart::engine
