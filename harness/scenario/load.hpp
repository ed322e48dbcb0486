/// Loads protocols and roles from a folder of scenarios and checks them: against the schema, and then that every name,
/// stage and requirement that is used is there. All complaints come at once, each with its file and line.
#pragma once
#include "harness/scenario/model.hpp"
#include <boost/system/result.hpp>
#include <filesystem>
#include <stdexcept>

namespace counterpart::scenario {

using Complaints = std::vector<Complaint>;
template <class T>
using Loaded = boost::system::result<T, Complaints>;

/// Loads DIR/*/protocol.xml with the role files beside each.
Loaded<std::vector<Suite>> load_scenarios(const std::filesystem::path& folder);

/// Loads one folder: protocol.xml and its role files.
Loaded<Suite> load_suite(const std::filesystem::path& folder);

/// How boost::system::result throws complaints that nobody looked at before taking the value.
[[noreturn]] inline void throw_exception_from_error(const Complaints& complaints, const boost::source_location&) {
    throw std::logic_error(complaints.empty() ? "unloaded scenario" : to_string(complaints.front()));
}

} // namespace counterpart::scenario
