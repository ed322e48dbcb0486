/// A template is text with placeholders: `file {name|upper}\n`. Attributes and texts of a scenario are templates;
/// they become bytes when a case is played and its values are known. scenarios/README.md explains the forms.
#pragma once
#include "harness/scenario/content.hpp"
#include <boost/system/result.hpp>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace counterpart::scenario {

/// A change made to a value when it is inserted: `|upper`, `|first:16`.
struct Filter {
    std::string name;
    std::uint64_t argument = 0;
};

/// What is wrong with a template, in words.
struct Fault {
    std::string what;
};

/// The patterns of a protocol by name: parts of regular expressions that several places share.
using Patterns = std::map<std::string, std::string, std::less<>>;

class Template {
public:
    struct Part {
        std::string literal; ///< when `value` is empty
        std::string value;   ///< the name of a value
        std::vector<Filter> filters;
    };

    Template() = default;
    explicit Template(std::string literal) {
        if (!literal.empty()) parts_.push_back({std::move(literal), {}, {}});
    }

    /// Reads `\n \r \t \0 \\ \xNN`, `{name|filter:n}`, `{{` and `}}`. The fault says what is allowed.
    static boost::system::result<Template, Fault> parse(std::string_view);
    /// Reads a regular expression: backslashes and `{2,3}` are its own, `{name}` stands for one of the patterns, or
    /// else inserts a value, quoted.
    static boost::system::result<Template, Fault> parse_pattern(std::string_view, const Patterns& = {});

    bool empty() const { return parts_.empty(); }
    const std::vector<Part>& parts() const { return parts_; }
    /// As it is written: placeholders in braces, control characters as escapes.
    std::string source() const;
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

/// How boost::system::result throws a fault that nobody looked at before taking the value.
[[noreturn]] inline void throw_exception_from_error(const Fault& fault, const boost::source_location&) {
    throw std::logic_error(fault.what);
}

} // namespace counterpart::scenario
