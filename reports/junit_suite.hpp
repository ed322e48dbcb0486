/// One submission in one role as a JUnit <testsuite>, by the rules that Jenkins' and Surefire's schemas, GitLab, Azure
/// and the rest agree on (reports/README.md has them). Both JUnit formats are made of these.
#pragma once
#include "reports/result.hpp"

#include <string>
#include <string_view>

namespace counterpart {

constexpr std::string_view xml_declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

struct JunitSuite {
    std::string xml; ///< the element, indented, with a line feed at its end
    int tests = 0;   ///< stages of all cases
    int failures = 0;
    int errors = 0;
    int skipped = 0;
    std::int64_t milliseconds = 0; ///< the sum of its cases' times as they are written
};

/// `depth`: how far the element is to be indented. `version`: of Counterpart.
JunitSuite junit_suite(const SubmissionResult& submission, std::string_view version, unsigned depth);

/// "SUBMISSION.PROTOCOL.ROLE": in each part dots and slashes become `_`, since consumers take dots for package names,
/// and Jenkins looks for a directory of that name. A submission's name that loses more than dots gets its hash.
std::string junit_suite_name(const SubmissionResult& submission);
/// "SUBMISSION.PROTOCOL.ROLE.CASE", from the suite's name.
std::string junit_class_name(std::string_view suite_name, const CaseResult& played);
/// "stage 3: TITLE".
std::string junit_stage_name(const StageResult& stage);

} // namespace counterpart
