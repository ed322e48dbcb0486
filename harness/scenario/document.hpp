/// One scenario file as XML: read, checked against the schema, with the line of every element.
#pragma once
#include "harness/scenario/load.hpp"
#include <filesystem>
#include <pugixml.hpp>

namespace counterpart::scenario {

class Document {
public:
    /// Reads the file; complaints about its form go into `complaints`, which must outlive the document. `patterns` are
    /// those that its expressions may name.
    Document(const std::filesystem::path& file, const std::vector<std::string>& roots, Complaints& complaints,
             Patterns patterns = {});

    /// The root element, empty when the file cannot be read or begins with something else.
    pugi::xml_node root() const { return root_; }
    const std::string& file() const { return file_; }
    Location location(pugi::xml_node) const;
    void complain(pugi::xml_node, std::string what) const;

    /// The ids of the fragments that one is in: what a further one may not include.
    using Chain = std::vector<std::string>;
    /// An element with all that is in it as a step: placeholders parsed, unknown attributes left out.
    Step step(pugi::xml_node, const Chain& = {}) const;
    /// The steps in an element, with those of the fragments that it includes; children named `but` are left out.
    std::vector<Step> steps_in(pugi::xml_node, std::string_view but = {}, const Chain& = {}) const;
    /// An attribute as a template; a fault in it is a complaint.
    Template filled(pugi::xml_node, const char* attribute) const;

private:
    std::string file_;
    std::string text_;
    std::vector<std::size_t> line_starts_;
    pugi::xml_document xml_;
    pugi::xml_node root_;
    Complaints* complaints_;
    Patterns patterns_;
};

} // namespace counterpart::scenario
