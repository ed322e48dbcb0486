/// Checks a scenario against scenario.xsd, which is built into the program: which elements, attributes and values are
/// allowed where. It reads the part of XML Schema that our schema uses, so that every complaint can name what is
/// allowed.
#pragma once
#include "harness/scenario/model.hpp"
#include <functional>
#include <memory>
#include <pugixml.hpp>

namespace counterpart::scenario {

class Grammar {
public:
    struct Attribute {
        std::string name, type, about;
        bool required = false;
    };
    struct Child {
        std::string name;
        bool required = false;
        bool once = false;
        int place = 0;
    };
    struct Element {
        std::string name, about;
        std::string phrase; ///< how explain says it: {attribute}, and [what is said only when there is one]
        bool text = false;
        bool ordered = false; ///< children must come in the order of `children`
        std::vector<Attribute> attributes;
        std::vector<Child> children;
    };
    struct Type {
        std::string about, pattern;
        std::vector<std::string> values;
    };

    /// The grammar of the schema that is built in.
    static const Grammar& built_in();

    const Element* element(std::string_view name) const;
    /// The type's name of an attribute of an element; empty when there is no such attribute.
    std::string type_of(std::string_view element, std::string_view attribute) const;

    using Complain = std::function<void(pugi::xml_node, std::string)>;
    /// Checks a whole document below `root`, which must be one of `roots`, and complains about everything at once.
    void check(pugi::xml_node root, const std::vector<std::string>& roots, const Complain&) const;

private:
    explicit Grammar(std::string_view schema);
    void read_children(pugi::xml_node container, Element&, pugi::xml_node schema);
    void check_attributes(pugi::xml_node, const Element&, const Complain&) const;
    void check_children(pugi::xml_node, const Element&, const Complain&) const;
    void check_element(pugi::xml_node, const Complain&) const;

    std::map<std::string, Element, std::less<>> elements_;
    std::map<std::string, Type, std::less<>> types_;
};

} // namespace counterpart::scenario
