#!/usr/bin/env python3
"""The command line as its users meet it: exit statuses, messages, reports, candidates that sleep, spin, exit and boast."""
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree as ElementTree

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
ROLE = "content-storage/content-manager"


def counterpart(*arguments, **options):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, errors="replace", timeout=120,
                          check=False, **options)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.place = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def submission(self, text, name="content_manager.py"):
        folder = self.place / "submission"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text)
        return folder


class BadInput(Case):
    def expect(self, done, status, *words):
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_unknown_protocol_and_role(self):
        self.expect(counterpart("run", "no-such/role", "."), 2, "no protocol 'no-such'", "content-storage")
        self.expect(counterpart("run", "content-storage/nobody", "."), 2, "content-storage/content-manager")

    def test_nothing_or_too_much_to_judge(self):
        self.expect(counterpart("run", ROLE), 2, "nothing to judge")
        self.expect(counterpart("run", ROLE, "--reference", self.place), 2, "one thing")

    def test_missing_folder(self):
        self.expect(counterpart("run", ROLE, self.place / "nowhere"), 2, "nowhere")

    def test_empty_folder_says_what_was_looked_for(self):
        self.expect(counterpart("run", ROLE, self.place), 2, "content_manager.py", "--command")

    def test_several_entry_points(self):
        folder = self.submission("def serve_clients(): pass\n")
        (folder / "content_manager.pl").write_text("1;\n")
        self.expect(counterpart("run", ROLE, folder), 2, "several", "content_manager.pl")

    def test_missing_interpreter(self):
        folder = self.submission("")
        self.expect(counterpart("run", ROLE, folder, "--python", "no-such-python"), 2, "no-such-python", "--python")

    def test_unwritable_report_leaves_nothing(self):
        folder = self.submission("def serve_clients(): pass\n")
        missing = self.place / "missing" / "report.xml"
        self.expect(counterpart("run", ROLE, folder, "--report", "junit=%s" % missing), 2, "missing")
        self.assertFalse(missing.parent.exists())
        self.expect(counterpart("run", ROLE, folder, "--report", "nonsense=x"), 2, "nonsense")

    def test_nothing_selected(self):
        folder = self.submission("def serve_clients(): pass\n")
        self.expect(counterpart("run", ROLE, folder, "--case", "no-such-*"), 4, "no case")

    def test_unknown_option_and_value(self):
        self.assertEqual(counterpart("run", ROLE, ".", "--nonsense").returncode, 2)
        self.assertEqual(counterpart("run", ROLE, ".", "--level", "maybe").returncode, 2)
        self.assertEqual(counterpart().returncode, 2)

    def test_unknown_placeholder_in_command(self):
        self.expect(counterpart("run", ROLE, self.place, "--command", "python3 x.py {prot}"), 2, "{prot}", "{port}")


class Scenarios(Case):
    PROTOCOL = """<protocol id="p" title="P"><summary>s</summary><party id="r" title="R"/>
<map><stage number="1" title="t">sentence</stage></map>
<requirements role="r"><requirement id="P-1" level="must">x</requirement></requirements></protocol>
"""

    def test_every_complaint_at_once(self):
        folder = self.place / "p"
        folder.mkdir()
        (folder / "protocol.xml").write_text(self.PROTOCOL)
        (folder / "r.xml").write_text("""<role protocol="p" id="r" title="t"><about>a</about>
<launch><command file="r"/></launch>
<case id="c" title="t" requires="P-1">
<stage ref="1">
<recieve on="x"/>
<send on="nobody">{missing}</send>
<silence on="call" for="soon"/>
</stage></case></role>
""")
        done = counterpart("validate", folder)
        self.assertEqual(done.returncode, 2)
        for line in ("r.xml:5: <recieve> cannot stand in <stage> (did you mean 'receive'?)", "r.xml:6:", "{missing}",
                     "r.xml:7: <silence for=\"soon\">"):
            self.assertIn(line, done.stderr)
        self.assertEqual(counterpart("run", "p/r", "--scenarios", self.place, ".").returncode, 2)

    def test_list_explain_coverage(self):
        self.assertIn(ROLE, counterpart("list").stdout)
        told = counterpart("explain", "key-server/client").stdout
        for words in ("COMMUNICATION MAP", "KS-2.1", "do_key()", "{user_id}", "MUST"):
            self.assertIn(words, told)
        self.assertIn("CS-4.2", counterpart("explain", ROLE + "/two-files").stdout)
        self.assertEqual(counterpart("coverage").returncode, 0)


class Candidates(Case):
    """Each is told apart, in time, and nothing of it is left."""

    def judge(self, text, *options):
        began = time.monotonic()
        done = counterpart("run", ROLE, self.submission(text), "--case", "two-files", "--timeout-scale", "0.2", *options)
        return done, time.monotonic() - began

    def test_sleeps(self):
        done, took = self.judge("import time\ndef serve_clients(): time.sleep(1000)\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("sleeping", done.stdout)
        self.assertLess(took, 10)

    def test_exits_at_once(self):
        done, _ = self.judge("import os\ndef serve_clients(): os._exit(7)\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("exited with status 7", done.stdout)

    def test_spins(self):
        done, took = self.judge("def serve_clients():\n    while True: pass\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("running without pause", done.stdout)
        self.assertLess(took, 10)

    def test_boasts(self):
        done, _ = self.judge("def serve_clients(): print('SUCCESS: all tests passed')\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("its function had returned", done.stdout)

    def test_waits_for_ever_is_said_early(self):
        folder = self.submission("import socket\ndef serve_clients():\n    s = socket.create_server(('', 1337))\n    s.accept()\n")
        done = counterpart("run", ROLE, folder, "--case", "two-files")
        self.assertEqual(done.returncode, 1)
        self.assertIn("waiting in accept()", done.stdout)
        # Only the watch says this, and it never does at the deadline.
        self.assertIn("it is in accept() on port ", done.stdout)

    def test_nothing_is_left_running(self):
        marker = "counterpart-test-%d" % os.getpid()
        self.judge("import os, signal, time\n"
                   "def serve_clients():\n"
                   "    if os.fork() == 0:\n"
                   "        os.setsid()\n"
                   "        for n in range(1, 30):\n"
                   "            try: signal.signal(n, signal.SIG_IGN)\n"
                   "            except OSError: pass\n"
                   "        if os.fork() == 0: os.execvp('sleep', ['%s', '1000'])\n" % marker)
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        self.assertNotIn(marker, listed)

    def test_nothing_is_left_when_the_harness_is_killed(self):
        marker = "counterpart-test-kill-%d" % os.getpid()
        folder = self.submission("import os\ndef serve_clients(): os.execvp('sleep', ['%s', '1000'])\n" % marker)
        started = subprocess.Popen([PROGRAM, "run", ROLE, str(folder), "--case", "two-files"], stdout=subprocess.DEVNULL)
        listing = lambda: subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        deadline = time.monotonic() + 20
        while marker not in listing() and time.monotonic() < deadline:
            time.sleep(0.01)  # no event tells that somebody's grandchild runs
        self.assertIn(marker, listing())
        started.send_signal(signal.SIGKILL)
        started.wait()
        deadline = time.monotonic() + 10
        while marker in listing() and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertNotIn(marker, listing())

    def test_interrupt_leaves_a_valid_report(self):
        folder = self.submission("import time\ndef serve_clients(): time.sleep(1000)\n")
        report = self.place / "report.xml"
        started = subprocess.Popen([PROGRAM, "run", ROLE, str(folder), "--report", "junit=%s" % report],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        started.stdout.readline()
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=20)
        self.assertEqual(started.returncode, 130)
        ElementTree.parse(report)

    def test_interrupt_from_a_terminal(self):
        marker = "counterpart-test-terminal-%d" % os.getpid()
        folder = self.submission("import os\ndef serve_clients(): os.execvp('sleep', ['%s', '1000'])\n" % marker)
        report = self.place / "report.xml"
        child, terminal = pty.fork()
        if child == 0:
            os.execv(PROGRAM, [PROGRAM, "run", ROLE, str(folder), "--report", "junit=%s" % report])
        shown = b""
        while b"judging" not in shown:
            shown += os.read(terminal, 1000)
        os.write(terminal, b"\x03")  # the kernel sends SIGINT to the whole foreground process group
        try:
            while data := os.read(terminal, 1000):
                shown += data
        except OSError:
            pass  # the last process has let go of the terminal
        _, status = os.waitpid(child, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), 130, shown)
        ElementTree.parse(report)
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        self.assertNotIn(marker, listed)

    def test_hostile_bytes_in_reports(self):
        text = ("import sys\ndef serve_clients():\n"
                "    sys.stdout.buffer.write(bytes(range(256)) + b']]>[[ATTACHMENT|/etc/passwd]]\\x1b[31m')\n"
                "    sys.stdout.flush()\n    sys.stderr.buffer.write(bytes(range(256)))\n    raise OSError('\\x1b]0;x\\x07 ]]>')\n")
        directory, flat, record = self.place / "dir", self.place / "flat.xml", self.place / "record.json"
        done, _ = self.judge(text, "--report", "junit=%s" % flat, "--report", "junit-dir=%s" % directory,
                             "--report", "json=%s" % record)
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("\x1b", done.stdout)
        files = [flat, *directory.iterdir()]
        self.assertEqual(len(files), 2)
        schemas = ROOT / "tests" / "golden" / "xsd"
        for file in files:
            ElementTree.parse(file)
            self.assertNotIn("[[ATTACHMENT|", file.read_text())
            for schema in schemas.iterdir():
                if file == flat and "surefire" in schema.name:
                    continue  # its schema knows no <testsuites>
                subprocess.run(["xmllint", "--noout", "--schema", str(schema), str(file)], check=True, capture_output=True)
        suite = ElementTree.parse(flat).getroot().find("testsuite")
        properties = {p.get("name"): p.get("value") for p in suite.iter("property")}
        for name in ("protocol", "role", "seed", "version", "isolation", "score", "score.max"):
            self.assertIn(name, properties)
        names = [case.get("name") for case in suite.iter("testcase")]
        self.assertTrue(all(name.startswith("stage ") for name in names))
        failure = next(suite.iter("failure"))
        self.assertIn("CS-", failure.text)
        self.assertIn("must", failure.text)


class SideBySide(Case):
    def test_two_runs_do_not_disturb_each_other(self):
        runs = [subprocess.Popen([PROGRAM, "run", ROLE, "--reference"], stdout=subprocess.PIPE, text=True) for _ in range(3)]
        for run in runs:
            output, _ = run.communicate(timeout=120)
            self.assertEqual(run.returncode, 0, output)

    def test_same_seed_same_values(self):
        seen = set()
        for _ in range(2):
            kept = self.place / "kept"
            done = counterpart("run", ROLE, "--reference", "--case", "two-files", "--seed", "7", "--keep", kept)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            seen.add(tuple(sorted((f.name, f.read_bytes()) for f in (kept / "two-files").iterdir())))
        self.assertEqual(len(seen), 1)
        self.assertEqual(len(next(iter(seen))), 2)

    def test_without_isolation(self):
        for role in (ROLE, "key-server/server"):
            done = counterpart("run", role, "--reference", "--isolation", "none")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
