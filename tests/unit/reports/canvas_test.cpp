#include "reports/canvas.hpp"

#include <catch2/catch.hpp>

using namespace counterpart;
using Catch::Matchers::Contains;

namespace {

SubmissionResult submission(const std::string& name, double points, double of) {
    SubmissionResult result;
    result.name = name;
    result.protocol = "key-server";
    result.role = "client";
    CaseResult right, wrong;
    right.points = points;
    right.stages = {{1, "one", Verdict::passed, {}, {}, {}}};
    wrong.points = of - points;
    wrong.stages = {{1, "one", Verdict::failed, {}, Failure{}, {}}};
    result.cases = {right, wrong};
    return result;
}

const std::string header = "Student,ID,SIS User ID,SIS Login ID,Section,Lab 4 (123456)\n";
const std::string possible = "    Points Possible,,,,,10.00\n";

std::string filled(const std::string& text, const std::vector<SubmissionResult>& results) {
    return fill_gradebook(text, "export.csv", {"0", results}).text;
}

} // namespace

TEST_CASE("canvas: a submission finds its student") {
    const std::string students = "\"Doe, Zoë\",101,s1,zdoe,A,\n\"Roe, Jan\",102,s2,jroe,A,\n";
    const auto name =
        GENERATE("doezoë_101_555_server.py", "zdoe", "ZDoe", "s1", "101", "Doe, Zoë", "doe_LATE_101_7_x.zip");
    CHECK(filled(header + possible + students, {submission(name, 3, 4)}) ==
          "Student,ID,SIS User ID,SIS Login ID,Section,Lab 4 (123456)\n    Points Possible,,,,,10.00\n"
          "\"Doe, Zoë\",101,s1,zdoe,A,7.50\n\"Roe, Jan\",102,s2,jroe,A,\n");
}

TEST_CASE("canvas: which column") {
    const std::string student = "A,1,,,X,";
    CHECK_THAT(filled("Student,ID,SIS User ID,SIS Login ID,Section\nA,1,,,X\n", {submission("1", 1, 2)}),
               Contains("Section,key-server/client\n") && Contains("A,1,,,X,1.00\n"));
    CHECK_THAT(filled("Student,ID,Section,Lab (1),Lab (2)\nA,1,X,,\n", {submission("1", 1, 2)}),
               Contains("Lab (2),key-server/client\n") && Contains("A,1,X,,,1.00\n"));
    CHECK_THAT(filled("Student,ID,Section,Lab (1),key-server/client (2)\nA,1,X,,\n", {submission("1", 1, 2)}),
               Contains("A,1,X,,1.00\n"));
}

TEST_CASE("canvas: what stays as it is") {
    CHECK_THAT(filled(header + "A,1,,,X,EX\n", {submission("1", 1, 2)}), Contains("A,1,,,X,EX\n"));
    CHECK_THAT(filled(header + "\"a \"\"b\"\"\",1,,,X,3\n", {}), Contains("\"a \"\"b\"\"\",1,,,X,3\n"));
    CHECK_THAT(filled("\xef\xbb\xbfStudent;ID;Section;L (1)\r\nA;1;X;\r\n", {submission("1", 1, 2)}),
               Contains("A;1;X;1.00\n"));
}

TEST_CASE("canvas: who is nobody, or two") {
    const auto book = fill_gradebook(header + "A,1,,same,X,\nB,2,,same,X,\n", "e",
                                     {"0", {submission("same", 1, 2), submission("stranger", 1, 2)}});
    CHECK(book.nobodys == std::vector<std::string>{"same", "stranger"});
    CHECK_THAT(book.text, Contains("A,1,,same,X,\nB,2,,same,X,\n"));
}

TEST_CASE("canvas: what is no gradebook") {
    CHECK_THROWS_WITH(filled("name,points\n", {}), Contains("export.csv: line 1: this is no gradebook"));
    CHECK_THROWS_WITH(filled("", {}), Contains("no gradebook"));
    CHECK_THROWS_WITH(filled(header + "\"A,1\n", {}), Contains("a quote is not closed"));
}
