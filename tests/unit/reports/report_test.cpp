// Opening reports, and what is on the disk while results come in, when the disk is full, and when the run is killed.
#include "reports/report.hpp"

#include "reports/atomic_file.hpp"
#include "reports/file_report.hpp"
#include "reports/json_read.hpp"
#include "reports/junit_read.hpp"
#include "reports/read_file.hpp"
#include "tests/golden/sample.hpp"
#include "tests/unit/reports/catch.hpp"
#include "tests/unit/reports/temporary_directory.hpp"

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace counterpart;
namespace fs = std::filesystem;

namespace {

void put(const fs::path& path, std::string_view content) { std::ofstream(path, std::ios::binary) << content; }

std::size_t files_in(const fs::path& directory) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

/// No file may grow beyond `bytes` while it lives: a full disk, as far as a writer can tell.
struct FullDisk {
    explicit FullDisk(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before);
        handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{bytes, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    FullDisk(FullDisk&&) = delete;
    FullDisk& operator=(FullDisk&&) = delete;
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
    }
    rlimit before{};
    void (*handler)(int) = nullptr;
};

} // namespace

TEST_CASE("report_formats: the formats are there and described") {
    std::vector<std::string_view> names;
    for (const auto& format : report_formats()) {
        names.push_back(format.name);
        CHECK_FALSE(format.description.empty());
    }
    for (const auto* name : {"junit", "junit-dir", "json"}) {
        CHECK(std::find(names.begin(), names.end(), name) != names.end());
    }
}

TEST_CASE("open_report: what cannot be written is refused before the run, by name and reason") {
    const TemporaryDirectory directory;
    const auto root = directory.path.string();
    put(directory.path / "file", "x");
    struct Row {
        std::string spec;
        std::string complaint;
    };
    const std::vector<Row> rows{
        {"junit=" + root + "/none/x.xml",
         "report junit: cannot write " + root + "/none/x.xml: the directory " + root + "/none does not exist"},
        {"json=" + root, "report json: cannot write " + root + ": it is a directory"},
        {"json=" + root + "/file/x.json", root + "/file is not a directory"},
        {"junit-dir=" + root + "/file", "report junit-dir: cannot make " + root + "/file"},
        {"junit-dir=-", "'-' cannot hold it"},
        {"junit=/proc/x.xml", "report junit: cannot write /proc/x.xml: "},
        {"junit-dir=/proc/self", "cannot write /proc/self/TEST-.xml: "},
        {"yaml=x", "there is no report format 'yaml'; there are: "},
        {"junit", "report junit: where to? Write junit=PATH, or junit=-"},
        {"junit=", "where to?"},
        {"", "there is no report format ''"},
    };
    for (const auto& row : rows) CHECK_THROWS_WITH(open_report(row.spec), Catch::Contains(row.complaint));
    CHECK(files_in(directory.path) == 1);
}

TEST_CASE("open_report: a check leaves nothing behind and the old report alone") {
    const TemporaryDirectory directory;
    put(directory.path / "old.xml", "old");
    const auto report = open_report("junit=" + (directory.path / "old.xml").string());
    CHECK(read_file(directory.path / "old.xml") == "old");
    CHECK(files_in(directory.path) == 1);
    const auto tests = open_report("junit-dir=" + (directory.path / "a" / "b").string());
    CHECK(fs::is_directory(directory.path / "a" / "b"));
    CHECK(files_in(directory.path / "a" / "b") == 0);
}

TEST_CASE("a directory that may not be written is refused") {
    if (::geteuid() == 0) return; // Root may write everywhere; /proc stands in for it above.
    const TemporaryDirectory directory;
    fs::permissions(directory.path, fs::perms::owner_read | fs::perms::owner_exec);
    CHECK_THROWS_WITH(open_report("junit=" + (directory.path / "x.xml").string()),
                      Catch::Contains("Permission denied"));
    fs::permissions(directory.path, fs::perms::owner_all);
}

TEST_CASE("write_atomically: replaces, follows links, keeps to the umask") {
    const TemporaryDirectory directory;
    const auto file = directory.path / "file";
    write_atomically(file, "one");
    CHECK(read_file(file) == "one");
    fs::create_symlink("file", directory.path / "link");
    write_atomically(directory.path / "link", "two");
    CHECK(fs::is_symlink(directory.path / "link"));
    CHECK(read_file(file) == "two");
    CHECK(files_in(directory.path) == 2);
    struct stat info {};
    REQUIRE(::stat(file.c_str(), &info) == 0);
    const auto mask = ::umask(0);
    ::umask(mask);
    CHECK((info.st_mode & 0777) == (0666 & ~mask));
}

TEST_CASE("a full disk: the old report stays, no half is left, and the next try may work") {
    const TemporaryDirectory directory;
    const auto file = directory.path / "report.json";
    const auto report = open_report("json=" + file.string());
    report->run_started({"1"});
    const auto before = read_file(file);
    {
        const FullDisk full(1000);
        CHECK_THROWS_WITH(
            [&] {
                for (const auto& submission : sample_result().submissions) report->submission_finished(submission);
                report->run_finished();
            }(),
            Catch::Contains("cannot write " + file.string() + ": File too large"));
        CHECK(read_file(file) == before);
        CHECK(files_in(directory.path) == 1);
    }
    report->run_finished();
    CHECK_NOTHROW(read_json(file));
    CHECK(read_file(file).size() > 1000);
}

TEST_CASE("a full disk is found before the run") {
    const TemporaryDirectory directory;
    const FullDisk full(0);
    CHECK_THROWS_WITH(open_report("junit=" + (directory.path / "x.xml").string()), Catch::Contains("File too large"));
    CHECK(files_in(directory.path) == 0);
}

TEST_CASE("a device: written once, at the end, and its errors are told") {
    const auto report = open_report("junit=/dev/full");
    CHECK_NOTHROW(report->run_started({"1"}));
    CHECK_NOTHROW(report->flush());
    CHECK_THROWS_WITH(report->run_finished(), Catch::Contains("cannot write /dev/full: No space left on device"));
}

TEST_CASE("a pipe gets the document once") {
    const TemporaryDirectory directory;
    const auto pipe = directory.path / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::string content;
    std::thread reader([&] { content = read_file(pipe); });
    const auto report = open_report("json=" + pipe.string());
    write_report(*report, {"1", {}});
    reader.join();
    CHECK(content == "{\"schema\":\"counterpart-result/1\",\"version\":\"1\",\"submissions\":[\n]}\n");
}

TEST_CASE("a run that is killed leaves a valid report of what was done") {
    const TemporaryDirectory directory;
    const auto results = sample_result();
    const auto junit = directory.path / "junit.xml";
    const auto reports = {open_report("junit=" + junit.string()),
                          open_report("junit-dir=" + (directory.path / "dir").string())};
    for (const auto& report : reports) report->run_started({"1"});
    CHECK(read_junit(junit).submissions.empty());
    for (const auto& report : reports) {
        report->submission_finished(results.submissions[0]);
        report->submission_progress(results.submissions[1]);
        report->flush();
    }
    for (const auto& record : {junit, directory.path / "dir"}) {
        const auto read = read_junit(record);
        REQUIRE(read.submissions.size() == 2);
        CHECK(read.submissions[0].complete);
        CHECK_FALSE(read.submissions[1].complete);
    }
    for (const auto& report : reports) {
        report->submission_finished(results.submissions[1]);
        report->run_finished();
    }
    for (const auto& record : {junit, directory.path / "dir"}) {
        const auto read = read_junit(record);
        REQUIRE(read.submissions.size() == 2);
        CHECK(read.submissions[1].complete);
    }
}

TEST_CASE("a file is rewritten once a second at most, and no result is lost") {
    struct Counting : FileReport {
        using FileReport::FileReport;
        void keep(const SubmissionResult&) override { ++kept; }
        std::string render() const override { return std::to_string(kept) + "," + std::to_string(++rendered); }
        int kept = 0;
        mutable int rendered = 0;
    };
    const TemporaryDirectory directory;
    std::chrono::steady_clock::time_point now{};
    now += std::chrono::hours(1);
    Counting report(directory.path / "x", Pace([&] { return now; }));
    report.run_started({"1"});
    for (int i = 0; i < 100; ++i) report.submission_finished({});
    CHECK(read_file(directory.path / "x") == "0,1");
    now += std::chrono::seconds(1);
    report.submission_progress({});
    CHECK(read_file(directory.path / "x") == "101,2");
    report.submission_finished({});
    report.flush();
    report.flush();
    CHECK(read_file(directory.path / "x") == "102,3");
}

TEST_CASE("the same submission in two roles gets two files") {
    const TemporaryDirectory directory;
    auto results = sample_result();
    results.submissions = {results.submissions[0], results.submissions[0]};
    results.submissions[1].role = "remote";
    write_report(*open_report("junit-dir=" + directory.path.string()), results);
    CHECK(fs::exists(directory.path / "TEST-alice.py.xml"));
    CHECK(fs::exists(directory.path / "TEST-alice.py.content-storage.remote.xml"));
}
