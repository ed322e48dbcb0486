// counterpart validate: checks scenario files and names everything that is wrong in them.
#include "harness/command/catalogue.hpp"
#include "harness/command/commands.hpp"
#include "harness/scenario/load.hpp"
#include <fmt/format.h>
#include <set>

namespace counterpart::command {

int validate(const std::vector<std::filesystem::path>& files) {
    namespace fs = std::filesystem;
    // A role is checked with its protocol, so the folder of each file is what is loaded.
    std::set<fs::path> folders;
    std::set<fs::path> wanted;
    for (const auto& file : files) {
        if (!fs::exists(file)) throw UsageError(fmt::format("there is no file or folder {}", file.string()));
        const auto path = fs::canonical(file);
        if (!fs::is_directory(path)) {
            folders.insert(path.parent_path());
            wanted.insert(path);
        } else if (fs::exists(path / "protocol.xml")) {
            folders.insert(path);
        } else {
            for (const auto& entry : fs::directory_iterator(path))
                if (fs::exists(entry.path() / "protocol.xml")) folders.insert(entry.path());
        }
    }
    if (folders.empty()) throw UsageError("no protocol.xml in what was named; each protocol is a folder with one");
    std::size_t wrong = 0, roles = 0, cases = 0;
    for (const auto& folder : folders) {
        const auto loaded = scenario::load_suite(folder);
        if (loaded) {
            roles += loaded->roles.size();
            for (const auto& role : loaded->roles) cases += role.cases.size();
            continue;
        }
        for (const auto& complaint : loaded.error()) {
            fmt::print(stderr, "{}\n", to_string(complaint));
            ++wrong;
        }
    }
    if (wrong != 0) {
        fmt::print(stderr, "{} {}\n", wrong, wrong == 1 ? "complaint" : "complaints");
        return exit_usage;
    }
    fmt::print("{} protocols, {} roles, {} cases: nothing to complain of\n", folders.size(), roles, cases);
    return exit_passed;
}

} // namespace counterpart::command
