// What a report of file-exchange says: success or failure, in any usual words.
#include "harness/engine/explain.hpp"
#include "harness/scenario/load.hpp"
#include "tests/unit/reports/catch.hpp"

using namespace counterpart;

namespace {

const scenario::Patterns& words() {
    static const auto suite = scenario::load_suite(COUNTERPART_SCENARIOS "/file-exchange").value();
    return suite.protocol.patterns;
}

bool succeeded(const std::string& line) {
    const auto at = engine::place_of(words().at("success"), line);
    return at && *at <= engine::place_of(words().at("failed-with-ok"), line).value_or(line.size());
}

bool failed(const std::string& line) { return engine::found_in(words().at("failure"), line); }

} // namespace

TEST_CASE("report words: of a success") {
    const std::string line = GENERATE(
        "127.0.0.1 3333 put a.txt success", "put a.txt -> OK", "('127.0.0.1', 3333) put a.txt: Status: Success",
        "[OK] put a.txt", "✓ put a.txt", "status: success, error: None", "Success/Failure: success",
        "success or failure: success", "Failed: False, ok: True", "failed=0 ok=1", "failure: -, status: ok",
        "{'status': 'success', 'error': None}", "upload complete", "put a.txt sent 300 bytes, no failure",
        "failed: no, succeeded: yes", "0 failed, 1 succeeded");
    INFO(line);
    CHECK(succeeded(line));
}

TEST_CASE("report words: of a failure") {
    const std::string line = GENERATE("put a.txt failure: FileExistsError: exists", "Error 17: File exists",
                                      "put a.txt -> failed", "❌ put a.txt", "timed out", "can’t open a.txt",
                                      "couldn’t read", "doesn't exist", "ERROR not-found no such file",
                                      "gave up: the client fell silent", "incomplete: 3 of 9 bytes", "connection lost");
    INFO(line);
    CHECK(failed(line));
    CHECK_FALSE(succeeded(line));
}

TEST_CASE("report words: a success that is called a failure") {
    const std::string line = GENERATE("put a.txt failure: OK", "put a.txt → failure: ReplyError: OK 0", "Failed - OK",
                                      "FAILED: server said: OK 0", "❌ OK", "failed (unexpected reply: OK)");
    INFO(line);
    CHECK(failed(line));
    CHECK_FALSE(succeeded(line));
}

TEST_CASE("report words: neither") {
    const std::string line =
        GENERATE("put a.txt → 300 bytes", "put “a.txt” – client …", "list", "127.0.0.1:3333 GET a.txt");
    INFO(line);
    CHECK_FALSE(failed(line));
    CHECK_FALSE(succeeded(line));
}
