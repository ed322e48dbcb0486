/// The key server's answers without a socket (KS-S1 to KS-S6), and the client's idea of a key.
#include "reference/key-server/answer.hpp"
#include "reference/key-server/client.hpp"
#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace counterpart;

namespace {

/// Keys "key-0", "key-1", …
key_server::KeyServer make_server() {
    return {{"1", "a b"}, [n = 0]() mutable { return fmt::format("key-{}", n++); }};
}

wire::HttpResponse ask(key_server::KeyServer& server, const char* method, const std::string& target) {
    return server.answer({method, target, true, ""});
}

} // namespace

TEST_CASE("requests that are answered with an error") {
    struct Row {
        const char* method;
        const char* target;
        unsigned status;
        const char* allow;
    };
    const auto row = GENERATE(values<Row>({{"KEY", "/user/2/", 404, nullptr},
                                           {"PUT", "/key/2/x/", 404, nullptr},
                                           {"PUT", "/key/1/x/", 403, nullptr},
                                           {"GET", "/user/1/", 405, "KEY"},
                                           {"key", "/user/1/", 405, "KEY"},
                                           {"KEY", "/key/1/x/", 405, "PUT"},
                                           {"KEY", "/user/1", 400, nullptr},
                                           {"KEY", "user/1/", 400, nullptr},
                                           {"KEY", "/user/", 400, nullptr},
                                           {"KEY", "/user//", 400, nullptr},
                                           {"KEY", "/user/1/2/", 400, nullptr},
                                           {"KEY", "/User/1/", 400, nullptr},
                                           {"KEY", "/user/%4/", 400, nullptr},
                                           {"KEY", "/", 400, nullptr},
                                           {"KEY", "//", 400, nullptr},
                                           {"KEY", "", 400, nullptr},
                                           {"PUT", "/key/1/", 400, nullptr}}));
    CAPTURE(row.method, row.target);
    auto server = make_server();
    const auto response = ask(server, row.method, row.target);
    CHECK(response.status == row.status);
    CHECK_FALSE(response.body.empty());
    REQUIRE(response.headers.size() == (row.allow ? 1 : 0));
    if (row.allow) CHECK(response.headers.front() == std::pair<std::string, std::string>("Allow", row.allow));
}

TEST_CASE("a key is good for the user it was issued to") {
    auto server = make_server();
    CHECK(ask(server, "KEY", "/user/1/").body == "key-0");
    CHECK(ask(server, "KEY", "/user/a%20b/").body == "key-1");
    CHECK(ask(server, "KEY", "/user/1/").body == "key-2");
    CHECK(ask(server, "PUT", "/key/1/key-0/").status == 200);
    CHECK(ask(server, "PUT", "/key/1/key-2/").status == 200);
    CHECK(ask(server, "PUT", "/key/a%20b/key-1/").status == 200);
    CHECK(ask(server, "PUT", "/key/1/key-1/").status == 403);
}

TEST_CASE("only the latest keys of a user are kept") {
    auto server = make_server();
    for (std::size_t i = 0; i <= key_server::KeyServer::keys_per_user; ++i) ask(server, "KEY", "/user/1/");
    CHECK(ask(server, "PUT", "/key/1/key-0/").status == 403);
    CHECK(ask(server, "PUT", "/key/1/key-1/").status == 200);
}

TEST_CASE("a key has 128 hex digits") {
    CHECK(key_server::is_key(std::string(128, 'a')));
    CHECK(key_server::is_key(std::string(128, 'F')));
    CHECK_FALSE(key_server::is_key(std::string(128, 'g')));
    CHECK_FALSE(key_server::is_key(std::string(127, 'a')));
    CHECK_FALSE(key_server::is_key(std::string(129, 'a')));
    CHECK_FALSE(key_server::is_key(""));
}
