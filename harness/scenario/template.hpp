/// A template is text with placeholders: `file {name|upper}\n`. Attributes and texts of a scenario are templates;
/// they become bytes when a case is played and its values are known. scenarios/README.md explains the forms.
#pragma once
#include "harness/scenario/content.hpp"
#include <boost/system/result.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace counterpart::scenario {

/// A change made to a value when it is inserted: `|upper`, `|first:16`.
struct Filter { std::string name; std::uint64_t argument = 0; };

class Template {
public:
    struct Part {
        std::string literal;         ///< when `value` is empty
        std::string value;           ///< the name of a value
        std::vector<Filter> filters;
    };

    Template() = default;
    explicit Template(std::string literal) { if (!literal.empty()) parts_.push_back({std::move(literal), {}, {}}); }

    /// Reads `\n \r \t \0 \\ \xNN`, `{name|filter:n}`, `{{` and `}}`. The error says in words what is wrong and what is allowed.
    static boost::system::result<Template, std::string> parse(std::string_view);
    /// Reads a regular expression: backslashes and `{2,3}` are its own, `{name}` inserts a value, quoted.
    static boost::system::result<Template, std::string> parse_pattern(std::string_view);

    bool empty() const { return parts_.empty(); }
    const std::vector<Part>& parts() const { return parts_; }
    /// The names of all values that it inserts.
    std::vector<std::string> names() const;

    using Lookup = std::function<const Content&(const std::string& name)>;
    Content fill(const Lookup&) const;

private:
    std::vector<Part> parts_;
    bool pattern_ = false;
};

/// Applies one filter; false when its name is unknown. Large contents (above 4 MiB) can only be sliced.
bool apply(const Filter&, Content&);
/// The filters' names, for messages.
std::string filter_names();

} // namespace counterpart::scenario
