// junit: JUnit XML in one file, a suite per submission; every other report can be made from it
#include "reports/file_report.hpp"
#include "reports/junit_suite.hpp"
#include "reports/time.hpp"

#include <fmt/format.h>
#include <map>

namespace counterpart {

namespace {

class JunitReport final : public FileReport {
public:
    using FileReport::FileReport;

protected:
    // Kept as text: smaller than the results, and made once although it is written many times.
    void keep(const SubmissionResult& submission) override {
        suites_[key_of(submission)] = junit_suite(submission, header().version, 1);
    }

    std::string render() const override {
        JunitSuite sum;
        for (const auto& [key, suite] : suites_) {
            sum.tests += suite.tests;
            sum.failures += suite.failures;
            sum.errors += suite.errors;
            sum.milliseconds += suite.milliseconds;
            sum.xml += suite.xml;
        }
        // No `skipped`: Jenkins' schema forbids it here.
        constexpr auto root = R"(<testsuites name="counterpart" tests="{}" failures="{}" errors="{}" time="{}">)";
        const auto open = fmt::format(root, sum.tests, sum.failures, sum.errors, units_text(sum.milliseconds, 3));
        return fmt::format("{}{}\n{}</testsuites>\n", xml_declaration, open, sum.xml);
    }

private:
    std::map<SubmissionKey, JunitSuite> suites_;
};

} // namespace

std::unique_ptr<Report> make_junit(const std::filesystem::path& target) {
    return std::make_unique<JunitReport>(target);
}

} // namespace counterpart
