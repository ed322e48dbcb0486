/// Which part of a cohort this machine is to judge, as it was told, or by the variables of the engine that started it.
#pragma once
#include "harness/run/record.hpp"
#include <functional>
#include <optional>

namespace counterpart::run {

/// The value of an environment variable; null where it is not set.
using Environment = std::function<const char*(const char* name)>;

/// Reads "I/N", "auto" or "auto/N" (for engines that do not say how many there are). Throws std::runtime_error that
/// says what was found and what would help.
Shard shard_of(const std::string& text, const Environment&);

/// "results.shard-3-of-8.json" of "results.json": made of the shard alone, so that a shard which is run again replaces
/// what it wrote before.
std::filesystem::path shard_path(const std::filesystem::path& path, const Shard&);

} // namespace counterpart::run
