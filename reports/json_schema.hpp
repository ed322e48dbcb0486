/// The name of the JSON report's schema; the number grows when a reader of the old one would misread the new.
#pragma once
#include <string_view>

namespace counterpart {

constexpr std::string_view json_schema_name = "counterpart-result/1";

} // namespace counterpart
