#!/usr/bin/env python3
"""counterpart diff: what regressed, what was mended, what is known; records of every format, hostile ones included."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
ROLE = "key-server/client"


def counterpart(*arguments, **environment):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, errors="replace",
                          timeout=120, check=False, env={**os.environ, **environment})


def failure(summary="nothing came", requirement="P-1", slip="", kind="mismatch"):
    return {"type": kind, "summary": summary, "requirement": requirement, "level": "must", "sentence": "s",
            "slip": slip, "expected": "", "got": "", "text": summary}


def case(name, wrong=None, stage=2, verdict="failed"):
    """A case of two stages that passes, or goes wrong at one of them."""
    stages = []
    for number in (1, 2):
        its = "passed" if wrong is None or number < stage else verdict if number == stage else "not-reached"
        stages.append({"number": number, "title": "t", "verdict": its, "time_us": 1})
        if wrong is not None and number == stage:
            stages[-1]["failure"] = wrong
    return {"id": name, "title": "t", "level": "must", "requirements": ["P-1"], "points": 1, "time_us": 1,
            "stages": stages, "transcript": [], "reproduce": "again"}


class Diff(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.place = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def record(self, file, *cases, name="alice", complete=True):
        path = self.place / file
        path.write_text(json.dumps({
            "schema": "counterpart-result/1", "version": "0", "submissions": [{
                "name": name, "protocol": "p", "role": "r", "launch": "l", "seed": "1", "isolation": "cage",
                "started": "2026-01-01T00:00:00Z", "complete": complete, "cases": list(cases)}]}))
        return path

    def compare(self, before, now, *known, status):
        arguments = ["diff", self.record("base.json", *before), self.record("new.json", *now)]
        if known:
            (self.place / "known.txt").write_text("\n".join(known) + "\n")
            arguments += ["--known-failing", self.place / "known.txt"]
        done = counterpart(*arguments)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def expect(self, done, *words):
        for word in words:
            self.assertIn(word, done.stdout)


class Changes(Diff):
    def test_nothing_changed(self):
        both = [case("a"), case("b", failure())]
        self.expect(self.compare(both, both, status=0), "0 newly failing", "2 unchanged (1 of them failing)")

    def test_newly_failing(self):
        done = self.compare([case("a"), case("b")], [case("a"), case("b", failure())], status=1)
        self.expect(done, "newly failing (1)\n  alice/p/r/b\n    before: passed\n",
                    "stage 2, P-1 (must): nothing came", "1 newly failing")
        self.assertNotIn("alice/p/r/a", done.stdout)

    def test_newly_passing(self):
        self.expect(self.compare([case("a", failure())], [case("a")], status=0), "newly passing (1)", "now:    passed")

    def test_another_reason(self):
        for now in (case("a", failure("the connection was reset")), case("a", failure(requirement="P-2")),
                    case("a", failure(), stage=1), case("a", failure(kind="timeout"))):
            done = self.compare([case("a", failure())], [now], status=0)
            self.expect(done, "failing in another way (1)", "1 changed")

    def test_values_are_no_reason(self):
        done = self.compare([case("a", failure('port 4711 and "abc" were expected'))],
                            [case("a", failure('port 815 and "x y" were expected'))], status=0)
        self.expect(done, "0 changed, 1 unchanged (1 of them failing)")

    def test_only_in_one(self):
        done = self.compare([case("a"), case("b")], [case("a"), case("c", failure())], status=0)
        self.expect(done, "only in BASE (1)\n  alice/p/r/b\n    passed", "only in NEW (1)\n  alice/p/r/c\n    stage 2")

    def test_not_judged(self):
        trouble = case("a", failure("no memory", ""), verdict="error")
        self.expect(self.compare([case("a")], [trouble], status=3), "could not be judged (1)", "1 not judged")
        self.compare([trouble], [case("a", failure())], status=0)

    def test_nothing_in_common(self):
        self.assertIn("no case in common", self.compare([case("a")], [case("b")], status=4).stderr)

    def test_an_incomplete_record_is_named(self):
        base = self.record("base.json", case("a"), case("b"))
        now = self.record("new.json", case("a"), complete=False)
        self.expect(counterpart("diff", base, now), "NEW is not complete", "alice (p/r)", "only in BASE (1)")


class Known(Diff):
    def test_known_is_no_regression(self):
        done = self.compare([case("a"), case("b")], [case("a", failure()), case("b")], "# a comment", "",
                            "*/p/r/a  nothing came", status=0)
        self.expect(done, "known to fail (1)", "0 newly failing", "1 known to fail")

    def test_slip_and_requirement_are_messages_too(self):
        now = [case("a", failure(slip="read on until the end"))]
        self.compare([case("a")], now, "alice/*/*/a  until the end", status=0)
        self.compare([case("a")], now, "alice/*/*/a\tP-1", status=0)

    def test_another_message_is_a_regression(self):
        before = [case("a", failure("nothing came"))]
        done = self.compare(before, [case("a", failure("reset"))], "*/p/r/a  nothing came", status=1)
        self.expect(done, "newly failing (1)")
        self.assertIn("known.txt:1: */p/r/a: no failure has this message; alice/p/r/a says: reset", done.stderr)

    def test_entries_that_are_not_so_any_more(self):
        done = self.compare([case("a")], [case("a")], "*/p/r/a  nothing", "*/p/r/z  nothing", status=2)
        self.assertIn("known.txt:1: */p/r/a: what it names passes now; remove it", done.stderr)
        self.assertIn("known.txt:2: */p/r/z: it names no case", done.stderr)

    def test_one_of_several_may_pass(self):
        self.compare([case("a"), case("b")], [case("a"), case("b", failure())], "alice/p/r/*  nothing came", status=0)

    def test_a_star_stops_at_a_slash(self):
        self.compare([case("a")], [case("a")], "*/r/a/*  nothing", status=2)

    def test_what_could_not_be_judged_is_not_held_against_an_entry(self):
        trouble = case("a", failure("no memory", ""), verdict="error")
        self.compare([case("a")], [trouble], "*/p/r/a  nothing came", status=3)

    def test_a_blank_in_a_name(self):
        base = self.record("base.json", case("a"), name="Alice B")
        now = self.record("new.json", case("a", failure()), name="Alice B")
        (self.place / "known.txt").write_text("Alice\\ B/p/r/a nothing came\n")
        done = counterpart("diff", base, now, "--known-failing", self.place / "known.txt")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_bad_list(self):
        done = self.compare([case("a")], [case("a", failure())], "a/b  x", "a/b/c/d", status=2)
        self.assertIn("known.txt:1: 'a/b' is no SUBMISSION/PROTOCOL/ROLE/CASE", done.stderr)
        self.assertIn("known.txt:2: the message that is expected is missing", done.stderr)


class Records(Diff):
    def test_bad_input(self):
        good = self.record("good.json", case("a"))
        (self.place / "empty").write_text("")
        (self.place / "cut.json").write_text(good.read_text()[:60])
        (self.place / "other.json").write_text("{}")
        (self.place / "other.xml").write_text("<html/>")
        (self.place / "folder").mkdir()
        for bad in ("missing", "empty", "cut.json", "other.json", "other.xml", "folder"):
            for arguments in ((good, self.place / bad), (self.place / bad, good)):
                done = counterpart("diff", *arguments)
                self.assertEqual(done.returncode, 2, (bad, done.stdout, done.stderr))
                self.assertIn(bad, done.stderr)

    def test_a_case_twice(self):
        good, twice = self.record("good.json", case("a")), self.record("twice.json", case("a"), case("a"))
        done = counterpart("diff", good, twice)
        self.assertEqual(done.returncode, 2)
        self.assertIn("NEW: alice/p/r/a is there twice", done.stderr)

    def test_every_format_and_two_seeds(self):
        """Two runs differ in every value; nothing changed all the same, whichever records are compared."""
        records = []
        for seed in (1, 2):
            records.append([self.place / f"{seed}.json", self.place / f"{seed}.xml", self.place / f"dir{seed}"])
            reports = [f"--report={kind}={path}" for kind, path in zip(("json", "junit", "junit-dir"), records[-1])]
            done = counterpart("run", ROLE, EXAMPLES / "key-client-hasty", "--seed", seed, *reports)
            self.assertEqual(done.returncode, 1, done.stderr)
        for before in records[0]:
            for now in records[1]:
                done = counterpart("diff", before, now)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.expect(done, "0 newly failing, 0 newly passing, 0 changed, 20 unchanged")

    def test_hostile_bytes(self):
        wrong = failure("\x1b]0;x\x07 ::error::x \u202e \r\n")
        base, now = self.record("base.json", case("a")), self.record("new.json", case("a", wrong))
        now.write_text(now.read_text().replace("alice", "ali\\u001b[31mce"))
        base.write_text(base.read_text().replace("alice", "ali\\u001b[31mce"))
        done = counterpart("diff", base, now)
        self.assertEqual(done.returncode, 1)
        for byte in ("\x1b", "\x07", "\u202e", "\r"):
            self.assertNotIn(byte, done.stdout)
        self.expect(done, "ali\\x1b[31mce/p/r/a")

    def test_annotations(self):
        base = self.record("base.json", *[case(f"c{i}") for i in range(30)])
        now = self.record("new.json", *[case(f"c{i}", failure("50%\n::warning::x")) for i in range(30)])
        self.assertNotIn("::error", counterpart("diff", base, now, GITHUB_ACTIONS="").stdout)
        lines = counterpart("diff", base, now, GITHUB_ACTIONS="true").stdout.splitlines()
        self.assertTrue(lines[0].startswith("::stop-commands::"))
        resumed = lines.index("::" + lines[0].removeprefix("::stop-commands::") + "::")
        self.assertEqual(len(lines) - resumed - 1, 10)
        self.assertTrue(all(line.startswith("::error title=") for line in lines[resumed + 1:]))
        self.assertIn("50%25 ::warning::x", lines[resumed + 1])
        self.assertIn("title=21 more::", lines[-1])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
