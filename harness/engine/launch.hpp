/// How the candidate of a submission is started, with everything resolved but the values of a case. Plain values.
#pragma once
#include "harness/candidate/cage.hpp"
#include "harness/scenario/model.hpp"
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

namespace counterpart::engine {

/// What was seen of a program in the cases before, to wait for it at less cost; no verdict rests on it.
struct Pace {
    /// The shortest time that passed from its start until it listened; none while it was not waited for.
    std::optional<std::chrono::steady_clock::duration> listens_after;
};

struct Launch {
    std::string program;                         ///< its name in the role; empty when the candidate is one program
    std::string data;                            ///< "server_data/" when the submission brings that folder for it
    bool functions = false;                      ///< an adapter calls Python functions; else a command is run
    std::vector<scenario::Template> words;       ///< the command; for functions the adapter with its module
    std::vector<scenario::Assignment> variables; ///< for functions: what is set in the module
    std::string call;                            ///< for functions: what <start> calls
    std::filesystem::path copied;         ///< a folder whose contents are put into the working directory; or none
    std::vector<candidate::Mount> mounts; ///< what must be visible inside
    std::string description;              ///< for people: "functions of content_manager.py"
    std::shared_ptr<Pace> pace = std::make_shared<Pace>(); ///< shared by all cases, which one thread plays

    std::string kind() const { return functions ? "function" : "command"; }
};

} // namespace counterpart::engine
