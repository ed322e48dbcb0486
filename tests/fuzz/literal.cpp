// Python literals: whatever is read is written so that it is read as the same value.
#include "reference/wire/python_literal.hpp"
#include "tests/fuzz/property.hpp"
#include <cmath>

using namespace counterpart;

namespace {

/// NaN equals nothing, itself included; Python has no literal for it, nor has any value that was read.
bool has_infinity(const std::string& text) { return text.find("inf") != text.npos; }

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = wire::parse_python_literal(fuzz::bytes_of(data, size));
    if (!read) {
        fuzz::demand(read.error().offset <= size && !read.error().message.empty(), "a fault has its place and a word");
        return 0;
    }
    const auto written = wire::python_repr(*read);
    fuzz::demand(written.find('\n') == written.npos, "one line");
    if (has_infinity(written)) return 0; // 1e999 is written inf, as Python does, which is no literal
    wire::LiteralLimits limits;
    limits.size = written.size();
    const auto again = wire::parse_python_literal(written, limits);
    fuzz::demand(again.has_value(), "what was written can be read");
    fuzz::demand(*again == *read, "and is the same");
    return 0;
}
