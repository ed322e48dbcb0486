// <clear-folder>: removes what the submission has brought in a folder of its working directory.
#include "harness/engine/play.hpp"

namespace counterpart::engine {

boost::asio::awaitable<Outcome> play_clear_folder(Scope& scope, const scenario::Step& step) {
    const auto folder = scope.values.text(step, "path");
    if (!folder.empty()) scope.play.files.clear(folder);
    co_return Outcome{};
}

} // namespace counterpart::engine
