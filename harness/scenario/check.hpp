/// What the schema cannot say: that every value, connection, stage and requirement that a scenario names is there.
#pragma once
#include "harness/scenario/document.hpp"

namespace counterpart::scenario {

void check_protocol(const Document&, const Protocol&, Complaints&);
void check_role(const Document&, const Role&, const Protocol&, Complaints&);

} // namespace counterpart::scenario
