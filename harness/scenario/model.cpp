#include "harness/scenario/model.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace counterpart::scenario {

std::string Step::plain(std::string_view attribute, std::string otherwise) const {
    const auto found = attributes.find(attribute);
    if (found == attributes.end()) return otherwise;
    std::string whole;
    for (const auto& part : found->second.parts()) whole += part.literal;
    return whole;
}

const MapStage* Protocol::stage(int number) const {
    const auto found = std::find_if(map.begin(), map.end(), [&](const auto& s) { return s.number == number; });
    return found == map.end() ? nullptr : &*found;
}

const Requirement* Protocol::requirement(std::string_view wanted) const {
    for (const auto& [role, list] : requirements)
        for (const auto& one : list)
            if (one.id == wanted) return &one;
    return nullptr;
}

std::string to_string(const Complaint& complaint) {
    if (complaint.where.line == 0) return fmt::format("{}: {}", complaint.where.file, complaint.what);
    return fmt::format("{}:{}: {}", complaint.where.file, complaint.where.line, complaint.what);
}

} // namespace counterpart::scenario
