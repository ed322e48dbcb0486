#include "harness/scenario/document.hpp"
#include "harness/scenario/grammar.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace counterpart::scenario {
namespace {

/// The text of an element as it is meant: each line without its indentation, joined without anything between, so that a
/// long text can be broken across lines; `\n` stands for a newline.
std::string folded(pugi::xml_node node) {
    std::string out;
    for (const auto child : node) {
        if (child.type() != pugi::node_pcdata && child.type() != pugi::node_cdata) continue;
        std::istringstream lines(child.value());
        for (std::string line; std::getline(lines, line);) {
            const auto first = line.find_first_not_of(" \t\r");
            if (first == std::string::npos) continue;
            out += line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
        }
    }
    return out;
}

} // namespace

Document::Document(const std::filesystem::path& path, const std::vector<std::string>& roots, Complaints& complaints,
                   Patterns patterns)
    : file_(path.string()), complaints_(&complaints), patterns_(std::move(patterns)) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    text_ = all.str();
    line_starts_ = {0};
    for (std::size_t at = 0; at < text_.size(); ++at)
        if (text_[at] == '\n') line_starts_.push_back(at + 1);
    const auto line_at = [this](std::ptrdiff_t offset) {
        const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), static_cast<std::size_t>(offset));
        return static_cast<int>(after - line_starts_.begin());
    };
    if (!in) {
        complaints.push_back({{file_, 0}, "cannot read this file"});
        return;
    }
    const auto read = xml_.load_buffer(text_.data(), text_.size());
    if (!read) {
        complaints.push_back(
            {{file_, line_at(read.offset)}, fmt::format("not well-formed XML: {}", read.description())});
        return;
    }
    const auto root = xml_.document_element();
    const auto before = complaints.size();
    Grammar::built_in().check(root, roots, [this](pugi::xml_node node, std::string what) { complain(node, what); });
    const bool wrong_kind =
        complaints.size() > before && std::find(roots.begin(), roots.end(), root.name()) == roots.end();
    if (!wrong_kind) root_ = root;
}

Location Document::location(pugi::xml_node node) const {
    const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, node.offset_debug()));
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    return {file_, static_cast<int>(after - line_starts_.begin())};
}

void Document::complain(pugi::xml_node node, std::string what) const {
    complaints_->push_back({location(node), std::move(what)});
}

Template Document::filled(pugi::xml_node node, const char* attribute) const {
    const bool expression = Grammar::built_in().type_of(node.name(), attribute) == "expression";
    const std::string_view text = node.attribute(attribute).value();
    auto parsed = expression ? Template::parse_pattern(text, patterns_) : Template::parse(text);
    if (parsed) return *parsed;
    complain(node, fmt::format("<{} {}=\"{}\">: {}", node.name(), attribute, text, parsed.error().what));
    return Template{};
}

std::vector<Step> Document::steps_in(pugi::xml_node node, std::string_view but, const Chain& chain) const {
    std::vector<Step> steps;
    for (const auto child : node.children()) {
        if (child.type() != pugi::node_element || child.name() == but) continue;
        if (std::string_view(child.name()) != "include") {
            steps.push_back(step(child, chain));
            continue;
        }
        const std::string id = child.attribute("fragment").value();
        const auto fragment = root_.find_child([&](pugi::xml_node one) {
            return std::string_view(one.name()) == "fragment" && one.attribute("id").value() == id;
        });
        if (fragment.empty()) {
            complain(child, fmt::format("there is no fragment '{}' in this file", id));
        } else if (std::find(chain.begin(), chain.end(), id) != chain.end()) {
            complain(child, fmt::format("fragment '{}' includes itself", id));
        } else {
            auto longer = chain;
            longer.push_back(id);
            for (auto& included : steps_in(fragment, {}, longer)) steps.push_back(std::move(included));
        }
    }
    return steps;
}

Step Document::step(pugi::xml_node node, const Chain& chain) const {
    const auto& grammar = Grammar::built_in();
    Step step;
    step.kind = node.name();
    step.where = location(node);
    for (const auto attribute : node.attributes()) {
        const auto type = grammar.type_of(step.kind, attribute.name());
        if (type.empty()) continue;
        if (type == "template" || type == "expression")
            step.attributes.emplace(attribute.name(), filled(node, attribute.name()));
        else
            step.attributes.emplace(attribute.name(), Template(attribute.value()));
    }
    const auto* rule = grammar.element(step.kind);
    if (rule && rule->text) {
        auto parsed = Template::parse(folded(node));
        if (parsed)
            step.text = *parsed;
        else
            complain(node, fmt::format("in the text of <{}>: {}", step.kind, parsed.error().what));
    }
    step.children = steps_in(node, {}, chain);
    return step;
}

} // namespace counterpart::scenario
