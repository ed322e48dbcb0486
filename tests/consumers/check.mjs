// Gives a JUnit report to programs that other people read such reports with, and compares what they counted with what
// the JSON report of the same results says.  node check.mjs REPORT.junit REPORT.json JAVA
import { execFileSync } from "node:child_process";
import { closeSync, copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import parser from "test-results-parser";

const [junit, json, java] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const bin = (name) => join(here, "node_modules", ".bin", name);
const scratch = mkdtempSync(join(tmpdir(), "counterpart-consumers-"));

const wanted = { passed: 0, failed: 0, error: 0, skipped: 0 };
const as = { passed: "passed", failed: "failed", error: "error", "not-reached": "skipped" };
for (const submission of JSON.parse(readFileSync(json)).submissions)
    for (const test of submission.cases) {
        for (const stage of test.stages) ++wanted[as[stage.verdict]];
        if (test.stages.length === 0) ++wanted.error; // a case that could not be played at all
    }
const all = wanted.passed + wanted.failed + wanted.error + wanted.skipped;

// Each says what it counted, with the names that we have for it; where it cannot tell two apart, their sum.
const bad = wanted.failed + wanted.error;
const consumers = {
    "junit-to-ctrf"() {
        execFileSync(bin("junit-to-ctrf"), [junit, "-o", join(scratch, "ctrf.json")], { stdio: "ignore" });
        const { tests, passed, failed, skipped } = JSON.parse(readFileSync(join(scratch, "ctrf.json"))).results.summary;
        return [{ tests, passed, failed, skipped }, { tests: all, passed: wanted.passed, failed: bad,
                                                      skipped: wanted.skipped }];
    },
    junitparser() {
        // Debian's own Python has the package, whatever other one comes first on the path.
        const program = "import json, sys, junitparser as p; x = p.JUnitXml.fromfile(sys.argv[1]); " +
            "print(json.dumps([x.tests, x.failures, x.errors]))";
        const [tests, failures, errors] = JSON.parse(execFileSync("/usr/bin/python3", ["-c", program, junit]));
        return [{ tests, failures, errors }, { tests: all, failures: wanted.failed, errors: wanted.error }];
    },
    junit2json() {
        const { tests, failures, errors } = JSON.parse(execFileSync(bin("junit2json"), ["-p", junit], { maxBuffer: 1e9 }));
        return [{ tests, failures, errors }, { tests: all, failures: wanted.failed, errors: wanted.error }];
    },
    "test-results-parser"() {
        const { total, failed, errors } = parser.parse({ type: "junit", files: [junit] });
        return [{ total, bad: failed + errors }, { total: all, bad }];
    },
    "xunit-viewer"() {
        // Into a file: it ends before a pipe has taken all that it prints.
        const printed = join(scratch, "viewer.txt"), output = openSync(printed, "w");
        execFileSync(bin("xunit-viewer"), ["-r", junit, "-c", "-o", join(scratch, "viewer.html")],
                     { stdio: ["ignore", output, "ignore"] });
        closeSync(output);
        const last = readFileSync(printed, "utf8").replace(/\x1b\[[0-9;]*[A-Za-z]/g, "").split("\n").findLast((line) => /\d+ passed/.test(line));
        const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(last)?.[1] ?? 0);
        return [{ passed: count("passed"), failures: count("failure"), errors: count("error"),
                  skipped: count("skipped") },
                { passed: wanted.passed, failures: wanted.failed, errors: wanted.error, skipped: wanted.skipped }];
    },
    allure() {
        const results = join(scratch, "results"), out = join(scratch, "allure");
        mkdirSync(results);
        copyFileSync(junit, join(results, "TEST-all.xml"));
        execFileSync(bin("allure"), ["generate", results, "-o", out, "--clean"], { stdio: "ignore" });
        const { statistic } = JSON.parse(readFileSync(join(out, "widgets", "summary.json")));
        return [{ total: statistic.total, passed: statistic.passed, skipped: statistic.skipped, failed: statistic.failed,
                  broken: statistic.broken },
                { total: all, passed: wanted.passed, skipped: wanted.skipped, failed: wanted.failed,
                  broken: wanted.error }];
    },
};
if (java !== "java") delete consumers.allure;

let wrong = 0;
for (const [name, ask] of Object.entries(consumers)) {
    const [counted, right] = ask();
    const agrees = JSON.stringify(counted) === JSON.stringify(right);
    wrong += !agrees;
    console.log(`${agrees ? "agrees   " : "DISAGREES"} ${name}: ${JSON.stringify(counted)}`);
    if (!agrees) console.log(`          we say ${JSON.stringify(right)}`);
}
rmSync(scratch, { recursive: true });
process.exit(wrong ? 1 : 0);
