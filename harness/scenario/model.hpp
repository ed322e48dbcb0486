/// Protocols, roles, cases and steps as plain values: what scenarios/*.xml says, checked. No Asio, no clock.
#pragma once
#include "harness/scenario/template.hpp"
#include "reports/result.hpp"
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace counterpart::scenario {

/// Where something stands in a scenario file, for messages.
struct Location {
    std::string file;
    int line = 0;
};

/// One element of a script: what its name, attributes and text mean is known to its file in engine/steps alone.
struct Step {
    std::string kind;
    std::map<std::string, Template, std::less<>> attributes;
    Template text;
    std::vector<Step> children;
    Location where;

    bool has(std::string_view attribute) const { return attributes.contains(attribute); }
    /// The attribute as it stands, for those that hold no placeholders; `otherwise` when it is not there.
    std::string plain(std::string_view attribute, std::string otherwise = {}) const;
};

/// A stage of the communication map.
struct MapStage {
    int number = 0;
    std::string title, from, to, sentence;
};
struct Party {
    std::string id, title, listens;
};
struct Requirement {
    std::string id;
    Level level = Level::must;
    int stage = 0;
    std::string sentence;
};

struct Protocol {
    std::string id, title, summary;
    std::vector<Party> parties;
    std::vector<MapStage> map;
    std::map<std::string, std::vector<Requirement>, std::less<>> requirements; ///< by role
    std::vector<std::string> tolerated;
    Patterns patterns;

    const MapStage* stage(int number) const;
    const Requirement* requirement(std::string_view wanted) const;
};

/// The steps by which one stage of the map is judged in a case.
struct Stage {
    int number = 0;
    std::string requirement;
    std::vector<Step> steps;
    Location where;
};

struct Case {
    std::string id, title;
    std::vector<std::string> requires_ids;
    Level level = Level::must;
    double points = 1;
    std::string launch; ///< "function" or "command" when it is for those alone
    std::chrono::milliseconds limit{60000};
    unsigned times = 1; ///< how often it is played: for what breaks programs only sometimes
    std::uint64_t scratch_bytes = 256ull << 20;
    std::uint64_t memory_bytes = 1ull << 30;
    unsigned processes = 256; ///< and threads, that may live at once
    std::vector<Step> lets;
    std::vector<Stage> stages;
    Location where;
};

/// A value that candidates are given: a placeholder of their command line.
struct Parameter {
    std::string name;
    Template value;
    bool several = false;
    std::string about;
};

struct Assignment {
    std::string variable;
    Template value;
    std::string type;
};
struct PythonFunction {
    std::vector<std::string> files;
    std::string call;
    std::vector<Assignment> variables;
};
struct CommandLaunch {
    std::vector<std::string> files;
    std::string arguments;
};

/// One of the programs that a candidate consists of, and how it is started. Most candidates are one without a name.
struct Program {
    std::string name, reference;
    std::string data; ///< the folder of a submission in which it keeps data, where the submission has that folder
    std::vector<PythonFunction> functions;
    std::vector<CommandLaunch> commands;
};

struct Role {
    std::string protocol, id, title, about;
    std::vector<Parameter> parameters;
    std::vector<Program> programs; ///< at least one; several have names
    std::vector<Case> cases;
    std::string file;

    std::string name() const { return protocol + "/" + id; }
};

struct Suite {
    Protocol protocol;
    std::vector<Role> roles;
};

/// One complaint about a scenario file.
struct Complaint {
    Location where;
    std::string what;
};
std::string to_string(const Complaint&);

} // namespace counterpart::scenario
