/// The parts of reference/wire that need no socket.
#include "reference/wire/files.hpp"
#include "reference/wire/http.hpp"
#include "reference/wire/percent.hpp"
#include "reference/wire/random.hpp"
#include "reference/wire/text.hpp"
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <unistd.h>

using namespace counterpart;

namespace {

/// An empty directory that is removed at the end of the test.
struct Folder {
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "unit-reference-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()));
        path = pattern;
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path path;
};

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

TEST_CASE("percent-encoding of a path segment") {
    CHECK(wire::percent_encode("aZ09-._~") == "aZ09-._~");
    CHECK(wire::percent_encode("a b/%\xc3\xbc\n") == "a%20b%2F%25%C3%BC%0A");
    CHECK(wire::percent_decode("a%20b%2f%C3%bc") == "a b/\xc3\xbc");
    for (const char* wrong : {"%", "%4", "%zz", "%+1", "% 1", "a%4g"}) CHECK_FALSE(wire::percent_decode(wrong));
}

TEST_CASE("one line of harmless text") {
    CHECK(wire::printable("caf\xc3\xa9 \\ \n\x1b[2J\x7f") == "caf\xc3\xa9 \\\\ \\x0a\\x1b[2J\\x7f");
    CHECK(wire::printable("abcdef", 3) == "abc…");
}

TEST_CASE("names from a peer") {
    for (const char* good : {"a", "a b.txt", "\xc3\xbc", "...", "-rf", ".hidden"})
        CHECK(wire::name_fault(good).empty());
    CHECK(wire::name_fault(std::string(255, 'x')).empty());
    for (const char* bad : {"", ".", "..", "/", "a/b", "../x", "/etc/passwd", "a/../../x", ".partial-1"})
        CHECK_FALSE(wire::name_fault(bad).empty());
    CHECK_FALSE(wire::name_fault(std::string(256, 'x')).empty());
    CHECK_FALSE(wire::name_fault(std::string("a\0b", 3)).empty());
}

TEST_CASE("a partial file appears whole or not at all") {
    const Folder folder;
    const auto directory = wire::Directory::open((folder.path / "new/deep").string(), true);
    REQUIRE(directory.has_value());
    const auto path = folder.path / "new/deep";
    {
        auto dropped = wire::PartialFile::create(*directory);
        REQUIRE(dropped.has_value());
        CHECK_FALSE(dropped->append("lost"));
        CHECK(directory->names()->empty());
    }
    CHECK(std::filesystem::is_empty(path));

    auto first = wire::PartialFile::create(*directory);
    CHECK_FALSE(first->append("one"));
    CHECK_FALSE(first->publish_new("x"));
    auto second = wire::PartialFile::create(*directory);
    CHECK_FALSE(second->append("two"));
    CHECK(second->publish_new("x") == std::errc::file_exists);
    CHECK(contents(path / "x") == "one");
    CHECK_FALSE(second->publish("x"));
    CHECK(contents(path / "x") == "two");
    CHECK(*directory->names() == std::vector<std::string>{"x"});
}

TEST_CASE("reading stays in the directory and takes regular files only") {
    const Folder folder;
    std::ofstream(folder.path / "file") << "12345";
    std::filesystem::create_symlink("/etc/passwd", folder.path / "link");
    std::filesystem::create_directory(folder.path / "dir");
    const auto directory = wire::Directory::open(folder.path.string());
    REQUIRE(directory.has_value());
    CHECK(directory->read("file")->size == 5);
    CHECK(directory->read("link").has_error());
    CHECK(directory->read("dir").has_error());
    CHECK(directory->read("none").error() == std::errc::no_such_file_or_directory);
    CHECK(directory->holds("link"));
    CHECK_FALSE(directory->holds("none"));
    CHECK(*directory->names() == std::vector<std::string>{"dir", "file", "link"});
}

TEST_CASE("random values have their form and differ") {
    const std::regex version_4("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    CHECK(std::regex_match(wire::random_uuid(), version_4));
    CHECK(wire::random_uuid() != wire::random_uuid());
    CHECK(std::regex_match(wire::random_hex(64), std::regex("[0-9a-f]{128}")));
}

TEST_CASE("messages as they go over the wire") {
    CHECK(wire::serialize({405, "no", {{"Allow", "KEY"}}}, true) ==
          "HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n"
          "Allow: KEY\r\nConnection: keep-alive\r\n\r\nno");
    CHECK(wire::serialize_request("POST", "/", "h:1", "ab") ==
          "POST / HTTP/1.1\r\nHost: h:1\r\nAccept: text/plain\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab");
}
