// Sizes, ranges and times as a scenario writes them.
#include "harness/scenario/units.hpp"

#include "tests/unit/reports/catch.hpp"

using namespace counterpart::scenario;

TEST_CASE("units: sizes") {
    struct Row {
        const char* text;
        std::uint64_t bytes;
    };
    const auto row = GENERATE(values<Row>({
        {"0", 0},
        {"17", 17},
        {"1KiB", 1024},
        {"64KiB", 65536},
        {"16MiB", 16u << 20},
        {"1GiB", 1u << 30},
        {"8GiB", 8ull << 30},
        {"999999999999", 999999999999},
    }));
    DYNAMIC_SECTION(row.text) {
        CHECK(size_of(row.text) == row.bytes);
        CHECK(sizes_of(row.text) == std::pair(row.bytes, row.bytes));
    }
}

TEST_CASE("units: ranges") {
    struct Row {
        const char* text;
        std::uint64_t low, high;
    };
    const auto row = GENERATE(values<Row>({
        {"1..9", 1, 9},
        {"0..0", 0, 0},
        {"2..64KiB", 2, 65536},
        {"1KiB..1MiB", 1024, 1u << 20},
    }));
    DYNAMIC_SECTION(row.text) { CHECK(sizes_of(row.text) == std::pair(row.low, row.high)); }
}

TEST_CASE("units: times") {
    struct Row {
        const char* text;
        std::int64_t milliseconds;
    };
    const auto row = GENERATE(values<Row>({
        {"0ms", 0},
        {"500ms", 500},
        {"5s", 5000},
        {"0s", 0},
        {"2min", 120000},
        {"9999999s", 9'999'999'000},
    }));
    DYNAMIC_SECTION(row.text) { CHECK(duration_of(row.text).count() == row.milliseconds); }
}
