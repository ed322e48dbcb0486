// HTTP messages as candidates write them: whole, in pieces, wrong in every way.
#include "harness/engine/http.hpp"

#include "tests/unit/reports/catch.hpp"

using namespace counterpart::engine;
using namespace std::string_literals;
using State = HttpRead::State;

namespace {

const std::string no_request_line = "its first line is not METHOD SP TARGET SP HTTP/1.1";
const std::string no_status_line = "its first line is no status line (HTTP/1.1 SP CODE SP REASON)";
const std::string lines_end_in_lf = "its lines end in LF alone; HTTP's end in CR LF";
const std::string no_end_of_head = "its head is not ended by an empty line";
const std::string no_whole_body = "its body is not complete";

/// What is read while the connection is open, and when it has ended.
struct Unread {
    const char* name;
    std::string bytes;
    State open, ended;
    std::string trouble;
};

template <class Read>
void check_unread(const Unread& row, Read read) {
    for (const bool ended : {false, true}) {
        INFO((ended ? "ended" : "open"));
        const auto result = read(row.bytes, ended);
        CHECK(result.state == (ended ? row.ended : row.open));
        CHECK(result.trouble == row.trouble);
        CHECK(result.used == 0);
    }
}

/// However a message is cut, it is incomplete until its last byte is there.
template <class Read>
void check_every_cut(const std::string& whole, Read read) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto result = read(whole.substr(0, size), false);
        if (result.state != State::incomplete) FAIL_CHECK("after " << size << " bytes: " << result.trouble);
        if (result.trouble.empty()) FAIL_CHECK("after " << size << " bytes nothing is said to be missing");
        if (read(whole.substr(0, size), true).state == State::complete)
            FAIL_CHECK("complete after " << size << " bytes");
    }
    const auto result = read(whole, false);
    CHECK(result.state == State::complete);
    CHECK(result.used == whole.size());
    CHECK(result.trouble.empty());
}

} // namespace

TEST_CASE("http: requests that are complete") {
    struct Row {
        const char* name;
        std::string bytes;
        std::string method, target, version, body;
        std::size_t leftover;
        bool keep_alive;
    };
    const auto row = GENERATE(values<Row>({
        {"the least", "GET / HTTP/1.1\r\n\r\n", "GET", "/", "HTTP/1.1", "", 0, true},
        {"a made-up method", "KEY /user/1/ HTTP/1.1\r\nHost: x\r\n\r\n", "KEY", "/user/1/", "HTTP/1.1", "", 0, true},
        {"any token is a method", "k!#y-1 /a?b=c#d HTTP/1.1\r\n\r\n", "k!#y-1", "/a?b=c#d", "HTTP/1.1", "", 0, true},
        {"a body", "PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\na\0b"s, "PUT", "/", "HTTP/1.1", "a\0b"s, 0, true},
        {"an empty body", "PUT / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "PUT", "/", "HTTP/1.1", "", 0, true},
        {"pipelined", "PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n", "PUT", "/", "HTTP/1.1",
         "abc", 18, true},
        {"bytes after a request without body", "GET / HTTP/1.1\r\n\r\nabc", "GET", "/", "HTTP/1.1", "", 3, true},
        {"chunked", "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nGET", "PUT",
         "/", "HTTP/1.1", "abcde", 3, true},
        {"HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "GET", "/", "HTTP/1.0", "", 0, false},
        {"HTTP/1.0 that stays", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET", "/", "HTTP/1.0", "", 0,
         true},
        {"HTTP/1.1 that closes", "GET / HTTP/1.1\r\nconnection: Close\r\n\r\n", "GET", "/", "HTTP/1.1", "", 0, false},
        {"bytes above 127", "GET /\xc3\xa9 HTTP/1.1\r\nA: \xc3\xa9\r\n\r\n", "GET", "/\xc3\xa9", "HTTP/1.1", "", 0,
         true},
    }));
    DYNAMIC_SECTION(row.name) {
        for (const bool ended : {false, true}) {
            const auto read = read_request(row.bytes, ended);
            REQUIRE(read.state == State::complete);
            CHECK(read.trouble.empty());
            CHECK(read.used == row.bytes.size() - row.leftover);
            CHECK(read.message.method == row.method);
            CHECK(read.message.target == row.target);
            CHECK(read.message.version == row.version);
            CHECK(read.message.body == row.body);
            CHECK(read.message.status == 0);
            CHECK(read.message.keep_alive == row.keep_alive);
            CHECK(read.message.head == row.bytes.substr(0, row.bytes.find("\r\n\r\n")));
        }
    }
}

TEST_CASE("http: requests that are not") {
    const auto row = GENERATE_COPY(values<Unread>({
        {"nothing", "", State::incomplete, State::incomplete, "nothing came"},
        {"a beginning", "GET / HT", State::incomplete, State::malformed, no_end_of_head},
        {"no empty line", "GET / HTTP/1.1\r\nHost: x\r\n", State::incomplete, State::malformed, no_end_of_head},
        {"a short body", "PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", State::incomplete, State::malformed,
         no_whole_body},
        {"a chunk too few", "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", State::incomplete,
         State::malformed, no_whole_body},
        {"no version", "GET /\r\n\r\n", State::malformed, State::malformed, no_request_line},
        {"no version, then a field", "GET /\r\nHost: x\r\n\r\n", State::malformed, State::malformed, no_request_line},
        {"no version, in LF", "GET /\n\n", State::malformed, State::malformed, no_request_line},
        {"no target", "KEY HTTP/1.1\r\n\r\n", State::malformed, State::malformed, "bad target"},
        {"small letters", "GET / http/1.1\r\n\r\n", State::malformed, State::malformed, no_request_line},
        {"HTTP/2", "GET / HTTP/2.0\r\n\r\n", State::malformed, State::malformed, no_request_line},
        {"an empty line first", "\r\nGET / HTTP/1.1\r\n\r\n", State::malformed, State::malformed, no_request_line},
        {"garbage", "hello world\r\n", State::malformed, State::malformed, no_request_line},
        {"garbage in LF", "hello world\n", State::malformed, State::malformed, no_request_line},
        {"two bytes", "\x05\x39", State::malformed, State::malformed, no_request_line},
        {"zeros", "\0\0\0\0"s, State::malformed, State::malformed, no_request_line},
        {"a TLS hello", "\x16\x03\x01\x02\x00\x01"s, State::malformed, State::malformed, no_request_line},
        {"lines end in LF", "GET / HTTP/1.1\nHost: x\n\n", State::malformed, State::malformed, lines_end_in_lf},
        {"the first line ends in LF", "GET / HTTP/1.1\n", State::malformed, State::malformed, lines_end_in_lf},
        {"a bracket in the method", "K(Y / HTTP/1.1\r\n\r\n", State::malformed, State::malformed, "bad method"},
        {"two spaces", "GET  / HTTP/1.1\r\n\r\n", State::malformed, State::malformed, "bad target"},
        {"HTTP/1.2", "GET / HTTP/1.2\r\n\r\n", State::malformed, State::malformed, "bad version"},
        {"a field without colon", "GET / HTTP/1.1\r\nHost x\r\n\r\n", State::malformed, State::malformed, "bad field"},
        {"a field with NUL", "GET / HTTP/1.1\r\nA: \0\r\n\r\n"s, State::malformed, State::malformed, "bad value"},
        {"a length that is none", "PUT / HTTP/1.1\r\nContent-Length: x\r\n\r\n", State::malformed, State::malformed,
         "bad Content-Length"},
        {"two lengths", "PUT / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", State::malformed,
         State::malformed, "multiple Content-Length"},
        {"a length that nobody sends", "PUT / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", State::malformed,
         State::malformed, "body limit exceeded"},
        {"a chunk of no size", "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", State::malformed,
         State::malformed, "bad chunk"},
        {"a head too large", "GET / HTTP/1.1\r\nA: " + std::string(300000, 'x') + "\r\n\r\n", State::malformed,
         State::malformed, "header limit exceeded"},
        {"a head without end", "GET / HTTP/1.1\r\nA: " + std::string(300000, 'x'), State::malformed, State::malformed,
         "header limit exceeded"},
        {"a first line without end", "GET /" + std::string(300000, 'x'), State::malformed, State::malformed,
         no_request_line},
    }));
    DYNAMIC_SECTION(row.name) { check_unread(row, read_request); }
}

TEST_CASE("http: responses that are complete") {
    struct Row {
        const char* name;
        std::string bytes;
        unsigned status;
        std::string body;
        std::size_t leftover;
        bool needs_end; ///< complete only once the connection has ended
    };
    const auto row = GENERATE(values<Row>({
        {"by length", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi", 0, false},
        {"by length, and more", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi there", 200, "hi", 6, false},
        {"by chunks", "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", 404, "hi", 0,
         false},
        {"by the connection's end", "HTTP/1.1 200 OK\r\n\r\nhi\r\n", 200, "hi\r\n", 0, true},
        {"by the end, empty", "HTTP/1.1 500 Oh\r\n\r\n", 500, "", 0, true},
        {"HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nhi", 200, "hi", 0, true},
        {"no reason", "HTTP/1.1 403 \r\nContent-Length: 0\r\n\r\n", 403, "", 0, false},
        {"a reason of many words", "HTTP/1.1 200 It is all right\r\nContent-Length: 0\r\n\r\n", 200, "", 0, false},
        {"a status that nobody registered", "HTTP/1.1 299 X\r\nContent-Length: 1\r\n\r\n!", 299, "!", 0, false},
        {"no content", "HTTP/1.1 204 No Content\r\n\r\nxx", 204, "", 2, false},
        {"go on", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", 100, "", 19, false},
        {"binary", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\0\r\n\xff"s, 200, "\0\r\n\xff"s, 0, false},
    }));
    DYNAMIC_SECTION(row.name) {
        const auto open = read_response(row.bytes, false);
        CHECK(open.state == (row.needs_end ? State::incomplete : State::complete));
        if (row.needs_end) CHECK(open.trouble == no_whole_body);
        const auto read = read_response(row.bytes, true);
        REQUIRE(read.state == State::complete);
        CHECK(read.used == row.bytes.size() - row.leftover);
        CHECK(read.message.status == row.status);
        CHECK(read.message.body == row.body);
        CHECK(read.message.version == row.bytes.substr(0, 8));
        CHECK(read.message.method.empty());
        CHECK(read.message.head == row.bytes.substr(0, row.bytes.find("\r\n\r\n")));
    }
}

TEST_CASE("http: responses that are not") {
    const auto row = GENERATE_COPY(values<Unread>({
        {"nothing", "", State::incomplete, State::incomplete, "nothing came"},
        {"a beginning", "HTTP/1.1 2", State::incomplete, State::malformed, no_end_of_head},
        {"a body where the empty line should be", "HTTP/1.1 200 OK\r\nhi", State::incomplete, State::malformed,
         no_end_of_head},
        {"a length of one too many", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi", State::incomplete,
         State::malformed, no_whole_body},
        {"the body alone", "deadbeef", State::malformed, State::malformed, no_status_line},
        {"the body alone, a line", "deadbeef\n", State::malformed, State::malformed, no_status_line},
        {"JSON", "{\"key\": 1}\r\n", State::malformed, State::malformed, no_status_line},
        {"small letters", "http/1.1 200 OK\r\n\r\n", State::malformed, State::malformed, no_status_line},
        {"four binary bytes", "\xff\xfe\x00\x01"s, State::incomplete, State::malformed, no_end_of_head},
        {"more binary bytes", "\xff\xfe\x00\x01\xff\xfe\x00\x01"s, State::malformed, State::malformed, no_status_line},
        {"lines end in LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", State::malformed, State::malformed,
         lines_end_in_lf},
        {"no space after the status", "HTTP/1.1 200\r\n\r\n", State::malformed, State::malformed, "bad status"},
        {"a status of two digits", "HTTP/1.1 99 X\r\n\r\n", State::malformed, State::malformed, "bad status"},
        {"a status in words", "HTTP/1.1 OK\r\n\r\n", State::malformed, State::malformed, "bad status"},
    }));
    DYNAMIC_SECTION(row.name) { check_unread(row, read_response); }
}

TEST_CASE("http: a message may come in any pieces") {
    check_every_cut("KEY /user/1/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab\r\nc", read_request);
    check_every_cut("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\nA: b\r\n\r\n",
                    read_request);
    check_every_cut("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX: \xff\r\n\r\n\r\n\r\n", read_response);
}

TEST_CASE("http: fields are found in any case, and keep their own") {
    const auto read =
        read_request("GET / HTTP/1.1\r\nX-One: 1\r\nx-two:   padded \t\r\nEMPTY:\r\nX-ONE: again\r\n\r\n", true);
    REQUIRE(read.state == State::complete);
    const auto& message = read.message;
    REQUIRE(message.fields.size() == 4);
    std::string all; // those of one name stand together
    for (const auto& [name, value] : message.fields) all += name + "=" + value + ";";
    CHECK(all == "X-One=1;X-ONE=again;x-two=padded;EMPTY=;");
    for (const char* name : {"X-One", "x-one", "X-ONE"}) {
        REQUIRE(message.field(name));
        CHECK(*message.field(name) == "1"); // the first
    }
    REQUIRE(message.field("empty"));
    CHECK(message.field("empty")->empty());
    CHECK_FALSE(message.field("X-On"));
    CHECK_FALSE(message.field("X-One "));
    CHECK_FALSE(message.field(""));
}

TEST_CASE("http: noise never reads as a message") {
    std::string noise;
    std::uint32_t state = 1;
    for (int i = 0; i < 2000; ++i) {
        state = state * 1664525 + 1013904223;
        noise += static_cast<char>(state >> 24);
        for (const bool ended : {false, true}) {
            if (read_request(noise, ended).state == State::complete) FAIL_CHECK("a request of " << noise.size());
            if (read_response(noise, ended).state == State::complete) FAIL_CHECK("a response of " << noise.size());
        }
    }
}
