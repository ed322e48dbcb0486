/// A fixed result that every report is checked with: passes, a failure, an error, stages not reached, remarks, and
/// submissions that try to break the reports.
#pragma once
#include "reports/result.hpp"

namespace counterpart {

RunResult sample_result();

/// Every byte value once, in order.
std::string all_bytes();

} // namespace counterpart
