#!/usr/bin/env python3
"""What the scenario language can say beyond what the shipped protocols use everywhere: standard input, small windows,
several programs of one candidate with a relay between them, cases played several times. Played with a small protocol of
its own, language/echo."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv[1])
SCENARIOS = pathlib.Path(__file__).resolve().parent / "language"

SERVER = """
import socket, sys
listening = socket.create_server(('', int(sys.argv[1])))
while True:
    peer, _ = listening.accept()
    try:
        while data := peer.recv(%(size)s):
            peer.sendall(data)%(then)s
    except OSError:
        pass
    peer.close()
"""
CLIENT = """
import socket, sys
text = sys.stdin.buffer.read()
peer = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
peer.sendall(text%(part)s)
peer.shutdown(socket.SHUT_WR)
answer = b''
while data := peer.recv(1000):
    answer += data
sys.stdout.buffer.write(answer)
sys.exit(answer != text)
"""


class Language(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.place = pathlib.Path(self.folder.name)

    def judge(self, role, *options, server={}, client={}):
        """The verdicts by case: the failing stage's verdict and text, or 'passed'; and the exit status."""
        (self.place / "server.py").write_text(SERVER % {"size": 1000, "then": "", **server})
        (self.place / "client.py").write_text(CLIENT % {"part": "", **client})
        record = pathlib.Path(self.folder.name + ".json")
        self.addCleanup(lambda: record.unlink(missing_ok=True))
        done = subprocess.run([PROGRAM, "run", "echo/" + role, str(self.place), "--scenarios", str(SCENARIOS), "--report",
                               "json=%s" % record, *options], capture_output=True, text=True, timeout=120)
        self.assertTrue(record.exists(), done.stdout + done.stderr)
        verdicts = {}
        for case in json.loads(record.read_text())["submissions"][0]["cases"]:
            wrong = [s for s in case["stages"] if s["verdict"] in ("failed", "error")]
            verdicts[case["id"]] = (wrong[0]["verdict"], wrong[0]["failure"]["text"]) if wrong else ("passed", "")
        return verdicts, done.returncode

    def test_standard_input(self):
        verdicts, status = self.judge("client")
        self.assertEqual(status, 0, verdicts)
        verdicts, _ = self.judge("client", client={"part": "[:4096]"})
        self.assertEqual([verdicts["input"][0], verdicts["no-input"][0]], ["failed", "passed"])

    def test_standard_input_that_is_not_read(self):
        (self.place / "client").write_text("#!/bin/sh\nexit 0\n")
        (self.place / "client").chmod(0o755)
        done = subprocess.run([PROGRAM, "run", "echo/client", str(self.place / "client"), "--scenarios", str(SCENARIOS)],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)

    def test_small_window(self):
        verdicts, status = self.judge("server")
        self.assertEqual((verdicts["window"][0], status), ("passed", 0))
        verdicts, _ = self.judge("server", "--case", "window", server={"then": "; break"})
        self.assertEqual(verdicts["window"][0], "failed")

    def test_window_that_cannot_fill(self):
        verdicts, status = self.judge("server", "--level", "hardening")
        self.assertEqual((verdicts["window-too-large"][0], status), ("error", 3))
        self.assertIn("never filled", verdicts["window-too-large"][1])

    def test_pieces_for_a_slow_reader(self):
        # 400 times 0.1 s is more than the case's 20 s, and nobody's fault: pieces grow when they take long.
        verdicts, status = self.judge("server", "--case", "byte-by-byte",
                                      server={"then": "; __import__('time').sleep(0.1)"})
        self.assertEqual((verdicts["byte-by-byte"], status), (("passed", ""), 0))

    def test_pair_through_the_relay(self):
        verdicts, _ = self.judge("pair")
        self.assertEqual({name: verdict for name, (verdict, _) in verdicts.items()},
                         {"whole": "passed", "pieces": "passed", "joined": "passed", "cut": "passed", "silent": "failed"})
        self.assertIn("holds on", verdicts["silent"][1])

    def test_how_often_is_said(self):
        # It answers the first segment alone: in random pieces that is never all; whole it is, through loopback.
        verdicts, _ = self.judge("pair", "--case", "pieces", server={"size": 65536, "then": "; break"})
        self.assertEqual(verdicts["pieces"][0], "failed")
        self.assertIn("played 3 times", verdicts["pieces"][1])
        self.assertIn("every time", verdicts["pieces"][1])

    def test_programs_by_command(self):
        done = subprocess.run([PROGRAM, "run", "echo/pair", str(self.place), "--scenarios", str(SCENARIOS), "--command",
                               "python3 x.py {port}"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertIn("server='PROGRAM ARGUMENTS'", done.stderr)
        (self.place / "serving.py").write_text(SERVER % {"size": 1000, "then": ""})
        (self.place / "asking.py").write_text(CLIENT % {"part": ""})
        done = subprocess.run([PROGRAM, "run", "echo/pair", str(self.place), "--scenarios", str(SCENARIOS), "--case", "whole",
                               "--command", "server=python3 serving.py {port}", "--command",
                               "client=python3 asking.py {port}"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_single_file_of_several_programs(self):
        (self.place / "server.py").write_text(SERVER)
        done = subprocess.run([PROGRAM, "run", "echo/pair", str(self.place / "server.py"), "--scenarios", str(SCENARIOS)],
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertIn("several programs", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
