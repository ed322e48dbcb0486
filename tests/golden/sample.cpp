// The fixed result. Three ordinary submissions, and three that mean harm.
#include "tests/golden/sample.hpp"

namespace counterpart {

namespace {

using namespace std::string_literals;

SubmissionResult submission(std::string name, std::vector<CaseResult> cases) {
    SubmissionResult out;
    out.name = std::move(name);
    out.protocol = "content-storage";
    out.role = "content-manager";
    out.launch = "python3 content_manager.py {host} {remote} {manager}";
    out.seed = 18446744073709551615u;
    out.isolation = "cage";
    out.started = "2026-01-31T23:59:58Z";
    out.cases = std::move(cases);
    return out;
}

StageResult stage(int number, std::string title, Verdict verdict, double seconds) {
    StageResult out;
    out.number = number;
    out.title = std::move(title);
    out.verdict = verdict;
    out.time = Seconds(seconds);
    return out;
}

Event event(double at, int stage, Direction direction, std::string channel, std::string what, std::string data = {}) {
    Event out;
    out.at = Seconds(at);
    out.stage = stage;
    out.direction = direction;
    out.channel = std::move(channel);
    out.what = std::move(what);
    out.bytes = data.size();
    out.data = data.substr(0, 256);
    return out;
}

CaseResult two_files() {
    CaseResult out;
    out.id = "two-files";
    out.title = "Saves the two files it is sent";
    out.requirements = {"CS-2", "CS-3.1", "CS-3.2", "CS-4.1"};
    out.points = 2;
    out.time = Seconds(0.5124999);
    out.reproduce = "counterpart run content-storage/content-manager --case two-files --seed 7 alice.py";
    out.stages = {stage(2, "content manager starts and listens", Verdict::passed, 0.0874),
                  stage(3, "content manager sends its port, and closes", Verdict::passed, 0.0021),
                  stage(4, "remote sends files", Verdict::passed, 0.4)};
    using enum Direction;
    out.transcript = {event(0.000012, 0, note, "", "started as process 1"),
                      event(0.0874, 2, note, "manager", "listening on port 5001"),
                      event(0.088, 3, from_candidate, "trigger", "connected"),
                      event(0.0891, 3, from_candidate, "trigger", "received", "5001"),
                      event(0.0895, 3, from_candidate, "trigger", "closed"),
                      event(0.09, 4, to_candidate, "upload", "sent", "a.txt\nh\xc3\xa9llo\n"),
                      event(0.49, 0, note, "", "exited with status 0")};
    out.standard_output = {"listening\nsaved a.txt\n", "", 0};
    return out;
}

Failure port_failure() {
    Failure out;
    out.type = FailureType::mismatch;
    out.summary = "the port came as 2 binary bytes: 05 39";
    out.requirement = "CS-3.2";
    out.sentence = "The content manager sends its port as decimal digits.";
    out.expected = "5001";
    out.got = "05 39";
    out.slip = "The port was packed with struct.pack instead of being written as text.";
    out.text = "CS-3.2 (must): The content manager sends its port as decimal digits.\n\n"
               "expected  5001\ngot       05 39\n\nLikely: the port was packed with struct.pack.\n\n"
               "Again: counterpart run content-storage/content-manager --case two-files --seed 7 bob\n";
    return out;
}

CaseResult failing() {
    auto out = two_files();
    out.stages[1].verdict = Verdict::failed;
    out.stages[1].failure = port_failure();
    out.stages[1].remarks = {"the connection was closed with RST rather than FIN", "two\nlines"};
    out.stages[2].verdict = Verdict::not_reached;
    out.stages[2].time = Seconds(0);
    out.transcript.resize(3);
    out.transcript.push_back(event(0.0891, 3, Direction::from_candidate, "trigger", "received", "\x05\x39"));
    out.standard_error = {"Traceback (most recent call last):\n  File \"content_manager.py\", line 3\n", "", 0};
    return out;
}

CaseResult unjudged() {
    CaseResult out;
    out.id = "port-in-use";
    out.title = "Says so when its port is taken";
    out.level = Level::should;
    out.points = 0.5;
    out.requirements = {"CS-7"};
    out.stages = {stage(1, "remote listens", Verdict::error, 0.001), stage(2, "", Verdict::not_reached, 0)};
    out.stages[0].failure.emplace().summary = "port 5000 is in use on this machine";
    return out;
}

/// Everything in it comes from a candidate that knows what it is up to.
CaseResult hostile() {
    const auto marker = "[[ATTACHMENT|/etc/passwd]] [[PROPERTY|score=100]]"s;
    const auto xml = "]]></system-out><testcase name=\"forged\"/> <![CDATA[ &#27; &amp; <!-- "s;
    const auto terminal = "\x1b[2J\x1b]0;owned\x07 \r overwritten \xe2\x80\xae txt.exe\n"s;
    CaseResult out;
    out.id = "hostile-output";
    out.title = "Prints what breaks reports";
    out.level = Level::hardening;
    out.time = Seconds(1.25);
    auto failed = stage(2, marker + xml, Verdict::failed, 1.25);
    failed.remarks = {marker, xml + terminal, "remark: standard output:\n0.000001 -- forged"};
    Failure failure = port_failure();
    failure.type = FailureType::extra;
    failure.summary = all_bytes() + std::string(500, 'x');
    failure.expected = all_bytes();
    failure.got = marker + xml + terminal;
    failure.text = marker + xml + terminal + all_bytes();
    failed.failure = failure;
    out.stages = {failed, stage(2, marker + xml, Verdict::not_reached, 0)};
    out.transcript = {event(0.1, 2, Direction::from_candidate, "a]b[c", "received \"x\", 5 bytes", all_bytes()),
                      event(0.2, 2, Direction::from_candidate, "", "[received]", marker + xml + terminal),
                      event(0.3, 2, Direction::from_candidate, "data", "received", std::string(1000, '\0')),
                      event(0.3, 9, Direction::note, "", "an event of a stage that is not there")};
    out.standard_output = {marker + "\n" + xml + terminal + all_bytes() +
                               "\n… 5 bytes omitted …\nremark: forged\n"
                               "standard output, 3 bytes omitted after the first 1:\nx",
                           "", 0};
    out.standard_error = {"standard error, 3 bytes omitted after the first 1:\nx\n… 3 bytes omitted …\ny", "", 0};
    return out;
}

CaseResult verbose() {
    CaseResult out;
    out.id = "verbose";
    out.title = "Prints 200 KiB";
    out.points = 1;
    out.stages = {stage(1, "prints", Verdict::passed, 12.3456)};
    for (int i = 0; out.standard_output.head.size() < 200 * 1024; ++i) {
        out.standard_output.head += "line " + std::to_string(i) + " \xe2\x98\x83 of a candidate that prints a lot\n";
    }
    out.standard_error.head = std::string(100, 'h');
    out.standard_error.omitted = 123456789;
    out.standard_error.tail = std::string(10000, '\x80') + "\nlast line";
    return out;
}

} // namespace

std::string all_bytes() {
    std::string bytes;
    for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
    return bytes;
}

RunResult sample_result() {
    RunResult out;
    out.version = "1.2.3";
    out.submissions = {submission("alice.py", {two_files()}),
                       submission("bob", {failing(), unjudged()}),
                       submission("Zo\xc3\xab, Doe_123", {two_files(), verbose()}),
                       submission("../../etc/passwd", {hostile()}),
                       submission("=cmd|' /C calc'!A0\n\x1b[31m<script>alert(1)</script>", {CaseResult{}}),
                       submission(all_bytes(), {})};
    out.submissions[4].cases[0].id = "never-played";
    out.submissions[4].isolation = "none: user namespaces are refused (\"&<>\")";
    out.submissions[5].started = "yesterday";
    out.submissions[5].complete = false;
    return out;
}

} // namespace counterpart
