#!/usr/bin/env python3
"""Grading a cohort: every submission gets a result; runs that are stopped go on; shards make one run."""
import csv
import io
import json
import os
import pathlib
import pty
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import xml.etree.ElementTree as ElementTree
import zipfile

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
CANDIDATES = ROOT / "tests" / "candidates"
ROLE = "content-storage/content-manager"
MANAGERS = CANDIDATES / ROLE
CASES = ["--case", "two-files", "--case", "returns"]
RIGHT = (MANAGERS / "right" / "plain" / "content_manager.py").read_text()
SLEEPS = "import time\ndef serve_clients(): time.sleep(1000)\n"

# No engine that runs these tests is to be asked for a shard.
ENGINES = ("CI_", "CIRCLE_", "BUILDKITE_", "AWS_BATCH_", "TEST_", "SYSTEM_", "SLURM_", "JOB_")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(ENGINES)}


def counterpart(*arguments, variables=None, **options):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, errors="replace",
                          timeout=300, check=False, env={**ENVIRONMENT, **(variables or {})}, **options)


def without_times(record):
    """A record without what differs from run to run: times, and how the kernel cut the streams."""
    submissions = []
    for submission in json.loads(record.read_text())["submissions"]:
        submission["started"] = ""
        for case in submission["cases"]:
            case["time_us"] = 0
            case["transcript"] = []
            for stage in case["stages"]:
                stage["time_us"] = 0
        submissions.append(submission)
    return submissions


class Cohort(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.place = pathlib.Path(self.folder.name)
        self.cohort = self.place / "cohort"
        self.cohort.mkdir()

    def tearDown(self):
        self.folder.cleanup()

    def add(self, name, text=RIGHT, file="content_manager.py"):
        (self.cohort / name).mkdir()
        (self.cohort / name / file).write_text(text)

    def grade(self, *options, **further):
        return counterpart("grade", ROLE, self.cohort, *options, **further)

    def report(self, form, file):
        """The option that writes a report below the test's own folder."""
        return ["--report", "%s=%s" % (form, self.place / file)]

    def expect(self, done, status, *words):
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        for word in words:
            self.assertIn(word, done.stdout + done.stderr)

    def results(self, record="record.json"):
        return {one["name"]: one for one in json.loads((self.place / record).read_text())["submissions"]}

    def verdicts(self, record="record.json"):
        return {name: {case["id"]: case["verdict"] for case in one["cases"]}
                for name, one in self.results(record).items()}


class EverySubmission(Cohort):
    def test_folders_files_archives_hostile_and_unlaunchable(self):
        self.add("alice")
        shutil.copytree(MANAGERS / "wrong" / "accepts_once", self.cohort / "bob")
        shutil.copytree(CANDIDATES / "hostile" / "forged_results", self.cohort / "mallory")
        (self.cohort / "nobody").mkdir()
        (self.cohort / "nobody" / "readme.txt").write_text("to be done")
        (self.cohort / "single.py").write_text(RIGHT)
        (self.cohort / "packed.rar").write_text("Rar!")
        with zipfile.ZipFile(self.cohort / "dave.zip", "w") as archive:
            archive.writestr("__MACOSX/._x", "")
            archive.writestr("Übung 4/content_manager.py", RIGHT)
        with tarfile.open(self.cohort / "erin.tar.gz", "w:gz") as archive:
            archive.add(MANAGERS / "right" / "plain", "plain")
        done = self.grade(*self.report("json", "record.json"), *self.report("csv", "c.csv"),
                          *self.report("junit", "flat.xml"), *self.report("html", "html"),
                          *self.report("junit-dir", "dir"), "--case", "two-files", "--case", "any-bytes",
                          "--case", "saves-contents")
        self.expect(done, 1, "8 of 8 submissions judged: 4 passed, 4 failed", "[8/8]", "nobody could not be started",
                    "content_manager.py (functions)")
        found = self.verdicts()
        for name in ("alice", "dave", "erin", "single.py"):
            self.assertEqual(set(found[name].values()), {"passed"}, name)
        self.assertIn("failed", found["bob"].values())
        self.assertEqual(set(found["mallory"].values()), {"failed"})
        for name in ("nobody", "packed.rar"):
            result = self.results()[name]
            self.assertEqual(set(found[name].values()), {"failed"})
            self.assertEqual((result["score"], result["complete"], result["launch"]), (0, True, "not started"))
            self.assertEqual(result["score_max"], self.results()["alice"]["score_max"])
            first, *others = result["cases"][0]["stages"]
            self.assertEqual((first["verdict"], first["failure"]["type"]), ("failed", "refused"))
            self.assertEqual({stage["verdict"] for stage in others}, {"not-reached"})
            self.assertNotIn(str(self.cohort), first["failure"]["summary"])
        ElementTree.parse(self.place / "flat.xml")
        self.assertEqual(len(list((self.place / "dir").iterdir())), 8)
        self.assertTrue((self.place / "html" / "nobody.html").exists())
        rows = list(csv.DictReader(io.StringIO((self.place / "c.csv").read_text())))
        self.assertEqual([row["submission"] for row in rows], sorted(found))
        self.assertNotIn(tempfile.gettempdir() + "/counterpart-", (self.place / "record.json").read_text())

    def test_same_verdicts_as_one_by_one(self):
        for name in ("right/plain", "wrong/contents_stripped", "wrong/adds_final_newline"):
            shutil.copytree(MANAGERS / name, self.cohort / name.split("/")[1])
        record = self.place / "record.json"
        self.expect(self.grade("--report", "json=%s" % record, "--seed", "4", *CASES), 1)
        together = self.verdicts()
        for name in together:
            alone = self.place / "alone.json"
            counterpart("run", ROLE, self.cohort / name, "--report", "json=%s" % alone, "--seed", "4", *CASES)
            self.assertEqual(self.verdicts("alone.json")[name], together[name])

    def test_the_command_that_is_told_shows_it_again(self):
        with zipfile.ZipFile(self.cohort / "it's.zip", "w") as archive:
            archive.writestr("content_manager.py", "def serve_clients(): pass\n")
        self.grade("--report", "json=%s" % (self.place / "record.json"), "--case", "two-files")
        line = self.results()["it's"]["cases"][0]["reproduce"]
        self.assertTrue(line.startswith("./counterpart run "), line)
        done = subprocess.run(["sh", "-c", line.replace("./counterpart", PROGRAM, 1)], capture_output=True, text=True,
                              check=False)
        self.expect(done, 1, "FAILED two-files")

    def test_a_command_for_all(self):
        self.add("a", file="main.py", text=RIGHT + "\nserve_clients()\n")
        self.add("b", file="other.py")
        done = self.grade("--command", "python3 main.py", "--case", "two-files", "--level", "must",
                          "--report", "json=%s" % (self.place / "record.json"))
        self.expect(done, 1, "[2/2]")
        self.expect(self.grade("--command", "python3 main.py {prot}"), 2, "{prot}")

    def test_machine_at_fault_is_no_failure(self):
        self.add("a")
        done = self.grade("--python", "no-such-python", "--report", "json=%s" % (self.place / "record.json"), *CASES)
        self.expect(done, 3, "could not be judged", "no-such-python")
        self.assertEqual(set(self.verdicts()["a"].values()), {"error"})
        record = self.place / "record.json"
        self.expect(self.grade("--resume", record, "--report", "json=%s" % record, *CASES), 0, "of 0 submissions")
        self.assertEqual(set(self.verdicts()["a"].values()), {"passed"})

    def test_nothing_to_grade(self):
        self.expect(self.grade(), 4, "no submission")
        self.expect(counterpart("grade", ROLE, self.place / "nowhere"), 2, "nowhere")
        self.add("a")
        self.expect(self.grade("--case", "no-such"), 4, "no case")
        self.expect(self.grade("--rerun", "failed"), 2, "--resume")

    def test_reports_in_the_cohort_are_no_submissions(self):
        self.add("a")
        for _ in range(2):
            self.expect(self.grade("--report", "json=%s" % (self.cohort / "r.json"), *CASES), 0, "1 of 1 submissions")

    def test_nothing_else_on_standard_output(self):
        self.add("a")
        done = self.grade("--report", "json=-", *CASES)
        self.assertEqual(json.loads(done.stdout)["submissions"][0]["name"], "a")

    def test_progress_on_a_terminal(self):
        self.add("a")
        child, terminal = pty.fork()
        if child == 0:
            os.execve(PROGRAM, [PROGRAM, "grade", ROLE, str(self.cohort), *CASES], ENVIRONMENT)
        shown = b""
        try:
            while data := os.read(terminal, 1000):
                shown += data
        except OSError:
            pass  # the program has let go of the terminal
        _, status = os.waitpid(child, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), 0, shown)
        self.assertIn(b"0 of 1 submissions judged; playing a/", shown)


class Archives(Cohort):
    """What an archive must not do; it is a result, and nothing of it lies anywhere else."""

    def refused(self, name, *words):
        outside = {path for path in self.place.rglob("*")}
        done = self.grade("--report", "json=%s" % (self.place / "record.json"), "--case", "two-files")
        self.expect(done, 1, *words)
        self.assertEqual(self.verdicts()[name], {"two-files": "failed"})
        new = {path.name for path in self.place.rglob("*")} - {path.name for path in outside}
        self.assertEqual(new, {"record.json", "record.plan.json"})

    def test_zip_slip(self):
        with zipfile.ZipFile(self.cohort / "slip.zip", "w") as archive:
            archive.writestr("../../slipped", "x")
            archive.writestr("content_manager.py", RIGHT)
        self.refused("slip", "leads out of it", "../../slipped")

    def test_absolute_path(self):
        with tarfile.open(self.cohort / "abs.tar", "w") as archive:
            member = tarfile.TarInfo(str(self.place / "absolute"))
            archive.addfile(member, io.BytesIO(b""))
        self.refused("abs", "absolute path")

    def test_links_are_left_out(self):
        with tarfile.open(self.cohort / "links.tgz", "w:gz") as archive:
            for kind, name, target in ((tarfile.SYMTYPE, "out", str(self.place)),
                                       (tarfile.LNKTYPE, "hard", "/etc/passwd")):
                member = tarfile.TarInfo(name)
                member.type, member.linkname = kind, target
                archive.addfile(member)
            content = RIGHT.encode()
            for name in ("out/planted", "content_manager.py"):
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        self.expect(self.grade("--report", "json=%s" % (self.place / "record.json"), "--case", "two-files"), 0)
        self.assertFalse((self.place / "planted").exists())

    def test_a_lonely_link_is_not_followed(self):
        secret = self.place / "secret"
        secret.mkdir()
        (secret / "content_manager.py").write_text(RIGHT)
        (self.cohort / "a").mkdir()
        (self.cohort / "a" / "link").symlink_to(secret)
        self.expect(self.grade("--case", "two-files"), 1, "not started")

    def test_damaged_and_no_archive(self):
        whole = io.BytesIO()
        with tarfile.open(fileobj=whole, mode="w:gz") as archive:
            archive.add(MANAGERS / "right" / "plain", "plain")
        (self.cohort / "cut.tar.gz").write_bytes(whole.getvalue()[:200])
        self.refused("cut", "cannot be unpacked")

    def test_text_called_zip(self):
        (self.cohort / "text.zip").write_text("I am no archive\n" * 50)
        self.refused("text", "cannot be unpacked")

    def test_names_stay_apart(self):
        self.add("a")
        for file in ("a.zip", "a.tar"):
            shutil.copy(CANDIDATES / "README.md", self.cohort / file)
        self.grade("--report", "json=%s" % (self.place / "record.json"), "--case", "two-files")
        self.assertEqual(set(self.results()), {"a", "a.zip", "a.tar"})


class Stopped(Cohort):
    def start(self, *options):
        return subprocess.Popen([PROGRAM, "grade", ROLE, str(self.cohort), *self.report("json", "record.json"),
                                 *self.report("junit", "r.xml"), *self.report("html", "html"), "-j", "1", "--seed", "7",
                                 *CASES, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                env=ENVIRONMENT)

    def stop_halfway(self, number):
        """Ends a run with a signal when the first two of three submissions stand in the record; the third sleeps."""
        self.add("a")
        self.add("b", "def serve_clients(): pass\n")
        self.add("c", SLEEPS)
        run = self.start()
        deadline = time.monotonic() + 60
        record = self.place / "record.json"
        while time.monotonic() < deadline:
            done = self.results() if record.exists() else {}
            if {"a", "b"} <= {name for name, one in done.items() if one["complete"]}:
                break
            time.sleep(0.02)  # the record is looked at as anybody might
        run.send_signal(number)
        run.wait(timeout=30)
        return run.returncode

    def test_sigkill_and_resume(self):
        self.assertEqual(self.stop_halfway(signal.SIGKILL), -signal.SIGKILL)
        ElementTree.parse(self.place / "r.xml")
        quick = ["--timeout-scale", "0.2", *CASES]
        record = self.place / "record.json"
        before = self.results()["a"]
        done = self.grade("--resume", record, *self.report("json", record), *self.report("csv", "resumed.csv"), *quick)
        self.expect(done, 1, "resuming: of 2 submissions everything is judged already", "[3/3] c")
        self.assertNotIn("] a:", done.stdout)
        self.assertEqual(self.results()["a"], before)
        whole = self.place / "whole.json"
        done = self.grade("--seed", "7", "--report", "json=%s" % whole, *self.report("csv", "whole.csv"), *quick)
        self.expect(done, 1)
        resumed, anew = without_times(record), without_times(whole)
        for results in (resumed, anew):
            for one in results:
                for case in one["cases"]:
                    case["reproduce"] = case["reproduce"].replace(" --timeout-scale 0.2", "")
                    for stage in case["stages"]:
                        if "failure" in stage:
                            stage["failure"]["text"] = stage["failure"]["text"].replace(" --timeout-scale 0.2", "")
        self.assertEqual(resumed, anew)
        self.assertEqual((self.place / "resumed.csv").read_text(), (self.place / "whole.csv").read_text())
        self.assertFalse((self.place / "record.json.before").exists())

    def test_interrupt_and_terminate_leave_valid_reports(self):
        self.assertEqual(self.stop_halfway(signal.SIGTERM), 128 + signal.SIGTERM)
        ElementTree.parse(self.place / "r.xml")
        self.assertTrue((self.place / "html" / "index.html").exists())
        self.assertEqual(set(self.verdicts()["a"].values()), {"passed"})
        done = counterpart("report", self.place / "record.json")
        self.expect(done, 3, "1 submission was not judged whole: c")
        again = self.start()
        again.send_signal(signal.SIGINT)
        again.wait(timeout=30)
        self.assertIn(again.returncode, (130, -signal.SIGINT))  # the second: before it began

    def test_killed_at_the_start_of_a_resumption(self):
        self.add("a")
        record = self.place / "record.json"
        self.expect(self.grade("--report", "json=%s" % record, *CASES), 0)
        shutil.copy(record, str(record) + ".before")
        record.write_text('{"schema":"counterpart-result/1","version":"0","submissions":[]}')
        done = self.grade("--resume", record, "--report", "json=%s" % record, *CASES)
        self.expect(done, 0, "of 1 submissions everything")
        self.assertEqual(set(self.verdicts()["a"].values()), {"passed"})


class Resumed(Cohort):
    def setUp(self):
        super().setUp()
        self.record = self.place / "record.json"
        self.add("a")
        self.add("b", "def serve_clients(): pass\n")
        self.expect(self.grade("--report", "json=%s" % self.record, *CASES), 1)

    def resume(self, *options):
        return self.grade("--resume", self.record, "--report", "json=%s" % self.record, *options)

    def test_changed_new_and_vanished(self):
        self.add("c")
        (self.cohort / "b" / "content_manager.py").write_text(RIGHT)
        shutil.rmtree(self.cohort / "a")
        done = self.resume(*CASES)
        self.expect(done, 0, "changed since, and judged anew: b", "no longer there; their results stay: a", "[2/2]")
        self.assertEqual({name: set(found.values()) for name, found in self.verdicts().items()},
                         {"a": {"passed"}, "b": {"passed"}, "c": {"passed"}})

    def test_rerun_failed(self):
        passing = self.results()["a"]
        done = self.resume("--rerun", "failed", *CASES)
        self.expect(done, 1, "resuming: of 1 submissions", "] b:")
        self.assertNotIn("] a:", done.stdout)
        self.assertEqual(self.results()["a"], passing)

    def test_more_cases(self):
        done = self.resume("--case", "two-files", "--case", "returns", "--case", "listens-first")
        self.expect(done, 1, "resuming: of 0 submissions")
        self.assertEqual(set(self.verdicts()["a"]), {"two-files", "returns", "listens-first"})

    def test_another_role_version_seed(self):
        done = counterpart("grade", "key-server/server", self.cohort, "--resume", self.record)
        self.expect(done, 2, "not judged by the same rules", "role: 'content-storage/content-manager' there")
        self.expect(self.resume("--seed", "1"), 2, "seed:")
        self.expect(self.resume("--command", "python3 x.py"), 2, "--command")
        scenarios = self.place / "scenarios"
        shutil.copytree(ROOT / "scenarios", scenarios)
        file = scenarios / "content-storage" / "content-manager.xml"
        file.write_text(file.read_text() + "<!-- other -->\n")
        self.expect(self.resume("--scenarios", scenarios), 2, "the scenario files have changed")
        (self.place / "record.plan.json").unlink()
        self.expect(self.resume(), 2, "record.plan.json")

    def test_no_record(self):
        self.record.write_text("{}")
        self.expect(self.resume(), 2, "schema")


class Rubric(Cohort):
    def graded(self, text, name="rubric.json"):
        file = self.place / name
        file.write_text(text)
        done = self.grade("--rubric", file, "--report", "json=%s" % (self.place / "record.json"), *CASES)
        return done

    def points(self):
        return {case["id"]: case["points"] for case in self.results()["a"]["cases"]}

    def test_weights_in_both_forms(self):
        self.add("a")
        for name, text in (
                ("r.json", '{"cases": {"two-*": 5}, "levels": {"must": 0.5}}'),
                ("r.xml", '<rubric><case id="two-*" weight="5"/><level name="must" weight="0.5"/></rubric>')):
            self.expect(self.graded(text, name), 0, "5.5 of 5.5 points")
            self.assertEqual(self.points(), {"two-files": 5, "returns": 0.5})

    def test_a_requirement_is_shared_out(self):
        self.add("a")
        self.expect(self.graded('{"requirements": {"CS-5.1": 6}}'), 0)
        both = self.results()["a"]["cases"]
        sharing = [case for case in both if "CS-5.1" in case["requirements"]]
        self.assertTrue(sharing)
        self.assertEqual(len({case["points"] for case in sharing}), 1)

    def test_levels(self):
        self.add("a")
        self.expect(self.graded('{"cases": {"returns": {"level": "hardening"}}}'), 0, "1 of 1 cases passed")

    def test_every_mistake_is_named(self):
        self.add("a")
        self.expect(self.graded('{"cases": {"nope": 1}, "requirements": {"XX-1": 2}}'), 2, "'nope'", "'XX-1'")
        self.expect(self.graded('{"cases": {"returns": -1, "two-files": {"level": "x"}}, "other": {}}'), 2, "'returns'",
                    "'x'", '"other"')
        self.expect(self.graded("<rubric><case weight='1'/><foo/></rubric>"), 2, "no id", "<foo>")
        self.expect(self.graded("{"), 2, "not JSON")

    def test_a_resumed_run_has_the_new_weights(self):
        self.add("a")
        record = self.place / "record.json"
        self.expect(self.grade("--report", "json=%s" % record, *CASES), 0)
        (self.place / "r.json").write_text('{"cases": {"*": 4}}')
        done = self.grade("--resume", record, "--rubric", self.place / "r.json", "--report", "json=%s" % record, *CASES)
        self.expect(done, 0, "resuming: of 1 submissions")
        self.assertEqual(self.points(), {"two-files": 4, "returns": 4})


class Reports(Cohort):
    def setUp(self):
        super().setUp()
        self.add("a")
        self.add("b", "print('\\x1b[31m]]>')\ndef serve_clients(): pass\n")
        self.grade(*self.report("json", "r.json"), *self.report("junit", "r.xml"), *self.report("junit-dir", "dir"),
                   *self.report("csv", "r.csv"), *self.report("html", "html"), *CASES)

    def test_from_each_record_every_format(self):
        for record in ("r.json", "r.xml", "dir"):
            out = self.place / ("from-" + record)
            out.mkdir()
            forms = (("csv", "r.csv"), ("html", "html"), ("junit", "r.xml"), ("json", "r.json"), ("tap", "r.tap"),
                     ("markdown", "r.md"), ("gradescope", "g.json"))
            options = [word for form, file in forms for word in self.report(form, out / file)]
            done = counterpart("report", self.place / record, *options)
            self.expect(done, 1, "2 of 2 submissions judged: 1 passed, 1 failed")
            self.assertNotIn("\x1b", done.stdout)
            self.assertEqual((out / "r.csv").read_text(), (self.place / "r.csv").read_text())
            self.assertEqual((out / "r.xml").read_text(), (self.place / "r.xml").read_text())
            self.assertEqual({page.name for page in (out / "html").iterdir()}, {"index.html", "a.html", "b.html"})
        self.assertEqual((self.place / "from-r.json" / "r.json").read_text(), (self.place / "r.json").read_text())

    def test_the_last_of_several_counts(self):
        (self.cohort / "b" / "content_manager.py").write_text(RIGHT)
        later = self.place / "later.xml"
        counterpart("run", ROLE, self.cohort / "b", "--report", "junit=%s" % later, *CASES)
        self.expect(counterpart("report", self.place / "r.json", later), 0, "2 passed")
        self.expect(counterpart("report", later, self.place / "r.json"), 1, "1 passed")

    def test_what_is_no_record(self):
        (self.place / "x.json").write_text("{}")
        self.expect(counterpart("report", self.place / "x.json"), 2, "x.json")
        self.expect(counterpart("report", self.place / "missing.xml"), 2, "missing.xml")
        self.expect(counterpart("report", self.cohort), 2, "TEST-*.xml")


class Shards(Cohort):
    def setUp(self):
        super().setUp()
        for name in ("a", "b", "c", "d", "e"):
            self.add(name, RIGHT if name != "d" else "def serve_clients(): pass\n")
        self.out = self.place / "out"
        self.out.mkdir()

    def shard(self, what, **further):
        return self.grade("--shard", what, "--report", "json=%s" % (self.out / "r.json"), "--report",
                          "junit=%s" % (self.out / "r.xml"), *CASES, **further)

    def test_merged_equals_unsharded(self):
        self.expect(self.shard("1/2"), 0, "shard 1 of 2", "[3/3]")
        self.expect(self.shard("2/2"), 1, "[2/2]")
        self.assertEqual({path.name for path in self.out.iterdir()},
                         {"r.shard-%d-of-2.%s" % (i, end) for i in (1, 2) for end in ("json", "xml", "plan.json")})
        seed = json.loads((self.out / "r.shard-1-of-2.plan.json").read_text())["seed"]
        whole = self.place / "whole.json"
        done = self.grade("--seed", seed, *self.report("json", whole), *self.report("csv", "w.csv"), *CASES)
        self.expect(done, 1)
        merged = self.place / "merged.json"
        for files in ([self.out], sorted(self.out.glob("*.json")), sorted(self.out.glob("*.xml"))):
            done = counterpart("report", *files, *self.report("json", merged), *self.report("csv", "m.csv"))
            self.expect(done, 1, "5 of 5 submissions judged: 4 passed, 1 failed")
            self.assertEqual((self.place / "m.csv").read_text(), (self.place / "w.csv").read_text())
        counterpart("report", self.out, "--report", "json=%s" % merged)
        self.assertEqual(without_times(merged), without_times(whole))

    def test_missing_double_mismatched(self):
        self.expect(self.shard("1/3"), 1)
        self.expect(self.shard("3/3"), 0)
        merged = self.place / "m.json"
        self.expect(counterpart("report", self.out, "--report", "json=%s" % merged), 3, "shard 2 of 3 is missing")
        self.assertEqual(len(json.loads(merged.read_text())["submissions"]), 3)
        self.expect(self.shard("2/3"), 0)
        copy = self.place / "copy"
        shutil.copytree(self.out, copy)
        self.expect(counterpart("report", self.out, copy), 2, "shard 1 of 3 is there twice")
        (self.cohort / "a" / "more.txt").write_text("x")
        self.expect(self.shard("1/3"), 1)
        self.expect(counterpart("report", self.out), 2, "no shards of one run", "cohort")

    def test_a_shard_that_is_played_again_replaces_itself(self):
        for _ in range(2):
            self.expect(self.shard("1/5"), 0)
        self.assertEqual(len(list(self.out.iterdir())), 3)

    def test_a_shard_is_gone_on_with_by_the_same_words(self):
        self.expect(self.shard("1/5"), 0)
        record = self.out / "r.json"
        again = self.grade("--shard", "1/5", "--resume", record, "--report", "json=%s" % record, *CASES)
        self.expect(again, 0, "resuming: of 1 submissions everything")
        other = self.out / "r.shard-1-of-5.json"
        done = self.grade("--shard", "2/5", "--resume", other, *self.report("json", "x.json"), *CASES)
        self.expect(done, 2, "shard 1 of 5 there, 2 of 5 here")

    def test_engines(self):
        def told(variables, what="auto"):
            done = self.shard(what, variables=variables)
            return done.stdout.split(" (shard ")[1].split(")")[0] if "(shard" in done.stdout else done.stderr

        for variables, expected in (
                ({"CI_NODE_INDEX": "5", "CI_NODE_TOTAL": "5"}, "5 of 5"),
                ({"CIRCLE_NODE_INDEX": "4", "CIRCLE_NODE_TOTAL": "5"}, "5 of 5"),
                ({"BUILDKITE_PARALLEL_JOB": "4", "BUILDKITE_PARALLEL_JOB_COUNT": "5"}, "5 of 5"),
                ({"AWS_BATCH_JOB_ARRAY_INDEX": "4", "AWS_BATCH_JOB_ARRAY_SIZE": "5"}, "5 of 5"),
                ({"SYSTEM_JOBPOSITIONINPHASE": "5", "SYSTEM_TOTALJOBSINPHASE": "5"}, "5 of 5"),
                ({"SLURM_PROCID": "4", "SLURM_NTASKS": "5"}, "5 of 5"),
                ({"SLURM_ARRAY_TASK_ID": "6", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "0",
                  "SLURM_ARRAY_TASK_MAX": "6", "SLURM_ARRAY_TASK_STEP": "2", "SLURM_PROCID": "0",
                  "SLURM_NTASKS": "1"}, "4 of 4")):
            self.assertEqual(told(variables), expected, variables)
        self.assertEqual(told({"JOB_COMPLETION_INDEX": "4"}, "auto/5"), "5 of 5")
        for variables, word in (
                ({}, "no engine"), ({"CI_NODE_TOTAL": "1"}, "no engine"), ({"JOB_COMPLETION_INDEX": "4"}, "auto/N"),
                ({"CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "5"}, "CI_NODE_INDEX"),
                ({"CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "5", "CIRCLE_NODE_INDEX": "1", "CIRCLE_NODE_TOTAL": "5"},
                 "several"),
                ({"SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "2",
                  "SLURM_ARRAY_TASK_MAX": "9", "SLURM_ARRAY_TASK_STEP": "1"}, "even distances")):
            done = self.shard("auto", variables=variables)
            self.expect(done, 2, word)
        status = self.place / "shard-status"
        self.expect(self.shard("auto", variables={"TEST_SHARD_INDEX": "4", "TEST_TOTAL_SHARDS": "5",
                                                  "TEST_SHARD_STATUS_FILE": str(status)}), 0, "shard 5 of 5")
        self.assertTrue(status.exists())

    def test_wrong_shards(self):
        for what in ("0/3", "4/3", "1/0", "x", "1", "-1/2", "1/2/3"):
            self.expect(self.shard(what), 2)
        self.expect(self.grade("--shard", "1/2", *CASES), 2, "json=PATH")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
