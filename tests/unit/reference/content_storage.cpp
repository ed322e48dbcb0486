/// The announcement of stage 3: what is a port and what is not (CS-3.5, CS-H4).
#include "reference/content-storage/announcement.hpp"
#include <catch2/catch.hpp>

using counterpart::content_storage::parse_announcement;

TEST_CASE("an announcement is a port number") {
    struct Row {
        const char* message;
        std::optional<std::uint16_t> port;
    };
    const auto row = GENERATE(values<Row>({{"1337", 1337},
                                           {"1", 1},
                                           {"65535", 65535},
                                           {"1337\n", 1337},
                                           {"1337\r\n", 1337},
                                           {"0", {}},
                                           {"65536", {}},
                                           {"70000", {}},
                                           {"", {}},
                                           {"\n", {}},
                                           {"abc", {}},
                                           {"-1", {}},
                                           {"+1", {}},
                                           {" 1337", {}},
                                           {"1337 ", {}},
                                           {"1337\n\n", {}},
                                           {"0x539", {}},
                                           {"\x05\x39", {}},
                                           {"99999999999999999999", {}}}));
    CAPTURE(row.message);
    CHECK(parse_announcement(row.message) == row.port);
}
