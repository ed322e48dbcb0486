/// The names that steps use: values, connections, listeners, and the candidate's programs.
#pragma once
#include "harness/engine/session.hpp"
#include "harness/scenario/values.hpp"

namespace counterpart::engine {

/// A place for names with a view of one program. An inner scope (a round of a repeat) sees the names of its outer one;
/// a view of another program has the same names.
class Scope {
    struct Names {
        Names(std::uint64_t seed, scenario::Values::PortCheck usable) : values(seed, std::move(usable)) {}
        Names(std::shared_ptr<Names> around, std::string_view salt)
            : outer(std::move(around)), values(outer->values, salt) {}
        std::shared_ptr<Names> outer;
        scenario::Values values;
        std::map<std::string, std::shared_ptr<Connection>> connections;
        std::map<std::string, std::shared_ptr<Listener>> listeners;
        std::map<std::string, Play*> programs;
    };
    std::shared_ptr<Names> names_;

    template <class Thing>
    const Thing* find(std::map<std::string, Thing> Names::*kind, const std::string& name) const {
        for (const auto* names = names_.get(); names; names = names->outer.get())
            if (const auto found = (names->*kind).find(name); found != (names->*kind).end()) return &found->second;
        return nullptr;
    }

public:
    Scope(Play& owner, std::uint64_t seed, scenario::Values::PortCheck usable)
        : names_(std::make_shared<Names>(seed, std::move(usable))), play(owner), values(names_->values) {}
    Scope(Scope& outer, std::string_view salt)
        : names_(std::make_shared<Names>(outer.names_, salt)), play(outer.play), values(names_->values) {}
    Scope(Scope& same, Play& other) : names_(same.names_), play(other), values(names_->values) {}
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

    Play& play; ///< of the program that the steps are about
    scenario::Values& values;

    void add(const std::string& name, std::shared_ptr<Connection> connection) {
        names_->connections[name] = std::move(connection);
    }
    void add(const std::string& name, std::shared_ptr<Listener> listener) {
        names_->listeners[name] = std::move(listener);
    }
    void add(const std::string& name, Play& program) { names_->programs[name] = &program; }
    std::shared_ptr<Connection>
    connection(const scenario::Step&) const;                         ///< the one named by `on`; throws when it is none
    std::shared_ptr<Listener> listener(const scenario::Step&) const; ///< likewise
    bool is_listener(const std::string& name) const { return find(&Names::listeners, name) != nullptr; }
    Play& program(const std::string& name) const; ///< the last one that was started here under that name
};

} // namespace counterpart::engine
