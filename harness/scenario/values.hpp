/// The values of one case: given, drawn from its seed, or captured while it is played. A scope sees its outer one.
#pragma once
#include "harness/scenario/model.hpp"
#include <functional>
#include <memory>
#include <set>

namespace counterpart::scenario {

class Values {
public:
    /// Whether a port that was drawn can be used on this machine; asked again until it says yes.
    using PortCheck = std::function<bool(std::uint16_t)>;

    explicit Values(std::uint64_t seed, PortCheck usable = {});
    /// An inner scope; `salt` makes what is drawn in it differ from its siblings'. The outer one must outlive it.
    Values(Values& outer, std::string_view salt);

    /// `several`: the content is words separated by spaces, each an argument of its own.
    void set(const std::string& name, Content content, bool several = false);
    /// Defines what a <let> says. Throws std::runtime_error when nothing can be drawn any more.
    void define(const Step& let);

    /// The value, also of "name.3" (the third word). Throws std::runtime_error when it has none yet.
    const Content& at(const std::string& name) const;
    bool several(const std::string& name) const;

    Content content(const Template&) const;
    std::string text(const Template&) const; ///< for what must be small
    std::string text(const Step&, std::string_view attribute, std::string otherwise = {}) const;
    std::uint16_t port(const Step&, std::string_view attribute) const; ///< throws when it is no port

private:
    struct Value {
        Content content;
        bool several = false;
    };
    Content drawn(const std::string& kind, const Step& let);
    std::string distinct(const std::function<std::string()>& draw);
    const Value* find(std::string_view name) const;

    Values* outer_ = nullptr;
    std::uint64_t seed_;
    PortCheck usable_;
    std::map<std::string, Value, std::less<>> values_;
    mutable std::map<std::string, Content, std::less<>> words_; ///< single words that were asked for
    std::map<std::string, int, std::less<>> draws_;             ///< how often each name was drawn in this scope
    std::set<std::string> taken_;                               ///< ports and words already drawn (outermost scope)
};

/// What is wrong with a <let>, in words; empty when nothing is.
std::string fault_in_let(const Step& let);

} // namespace counterpart::scenario
