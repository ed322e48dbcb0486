#!/usr/bin/env python3
"""A right program is not failed because others use the processors, where the harness may let it come to run before them;
and who gets precedence cannot flood the machine with it.

The program is the key server of stuck.py. It computes for a second before its first answer, and gives up when that took
more than five: a limit of its own, which eight busy processes for each processor make it miss."""
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

import stuck

PROGRAM = os.path.abspath(sys.argv[1])
COMPUTES = '''
began, used = time.monotonic(), time.process_time()
while time.process_time() < used + 1:
    pass
AFTERWARDS
if time.monotonic() > began + 5:
    sys.exit('that took too long')
'''
# Floods the machine as soon as it has precedence, and tells whether it keeps it.
FLOOD = '''
if os.getpriority(os.PRIO_PROCESS, 0) < 0:
    for _ in range(4 * os.cpu_count()):
        if os.fork() == 0:
            while True: pass
    while os.getpriority(os.PRIO_PROCESS, 0) < 0 and time.monotonic() < began + 30:
        pass
    sys.exit('precedence now: %d' % os.getpriority(os.PRIO_PROCESS, 0))
'''
BUSY = "very busy, both times that the case was played"
COMPUTE = "import os\nparent = os.getppid()\nwhile os.getppid() == parent: pass"
ASK_FOR_PRECEDENCE = "import os\nos.setpriority(os.PRIO_PROCESS, 0, -9)"


class Busy(unittest.TestCase):
    def judge(self, afterwards="pass"):
        with tempfile.TemporaryDirectory() as place:
            os.chmod(place, 0o755)
            body = textwrap.indent(COMPUTES.replace("AFTERWARDS", afterwards), "    ")
            pathlib.Path(place, "server.py").write_text(stuck.SERVER.replace("BODY", body))
            return subprocess.run([PROGRAM, "run", "key-server/server", place, "--case", "whole-exchange",
                                   "--isolation", "cage"],
                                  capture_output=True, text=True, errors="replace", timeout=120, check=False)

    def setUp(self):
        quiet = self.judge()
        if "no cage can be had" in quiet.stderr:
            self.skipTest("no cage can be had here")
        self.assertEqual(quiet.returncode, 0, quiet.stdout + quiet.stderr)
        asked = subprocess.run([sys.executable, "-c", ASK_FOR_PRECEDENCE], capture_output=True, check=False)
        self.may_ask = asked.returncode == 0
        for _ in range(8 * len(os.sched_getaffinity(0))):
            other = subprocess.Popen([sys.executable, "-c", COMPUTE], start_new_session=True)
            self.addCleanup(other.wait)
            self.addCleanup(other.kill)

    def test_others_use_the_processors(self):
        done = self.judge()
        if self.may_ask or done.returncode == 0:
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        else:  # who may not ask for precedence is told that the machine was busy
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertIn(BUSY, done.stdout)

    def test_who_floods_the_machine_loses_precedence(self):
        if not self.may_ask:
            self.skipTest("nobody gets precedence here")
        done = self.judge(FLOOD)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("precedence now: 0", done.stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
