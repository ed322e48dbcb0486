#!/usr/bin/env python3
"""counterpart play: the other side in the foreground, for a program that a person starts. The person is played here."""
import os
import pathlib
import signal
import subprocess
import sys
import unittest

PROGRAM = os.path.abspath(sys.argv[1])
SCENARIOS = pathlib.Path(__file__).resolve().parent / "language"

SERVER = """
import socket, sys
listening = socket.create_server(('127.0.0.1', int(sys.argv[1])))
peer, _ = listening.accept()
while data := peer.recv(1000):
    peer.sendall(data%s)
peer.close()
"""


class Person:
    """Starts what the harness asks for, and presses Enter when it asks for that."""

    def __init__(self, server, *options):
        self.process = subprocess.Popen(
            [PROGRAM, "play", "echo/server", "--scenarios", str(SCENARIOS), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.server = server
        self.started = []
        self.said = ""

    def follow(self, on_enter):
        for line in self.process.stdout:
            self.said += line
            if "start your program:" in line:
                port = line.split()[-1]
                self.started.append(subprocess.Popen([sys.executable, "-c", self.server, port]))
            if "press Enter" in line and on_enter(self) is None:
                self.process.stdin.write("\n")
                self.process.stdin.flush()
        for started in self.started:
            started.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait()


class Play(unittest.TestCase):
    def test_a_right_program(self):
        person = Person(SERVER % "", "--case", "any-port", "--rounds", "1")
        self.assertEqual(person.follow(lambda _: None), 0, person.said)
        self.assertIn("✓ stage 1", person.said)
        self.assertIn("✓ stage 2", person.said)
        self.assertIn("<expect-running> was not judged", person.said)
        self.assertIn("1 passed, 0 failed", person.said)

    def test_a_wrong_program_and_the_conversation(self):
        person = Person(SERVER % "[:-1]", "--case", "any-port", "--rounds", "1")
        self.assertEqual(person.follow(lambda _: None), 1, person.said)
        self.assertIn("✗ stage 2", person.said)
        self.assertIn("E-2", person.said)
        self.assertRegex(person.said, "→ c: sent [0-9]+ bytes")

    def test_again_and_again_until_stopped(self):
        def stop_after_two(person):
            if len(person.started) < 2:
                return None
            person.process.send_signal(signal.SIGINT)
            return "stopped"

        person = Person(SERVER % "", "--case", "any-port")
        self.assertEqual(person.follow(stop_after_two), 0, person.said)
        self.assertIn("2 passed, 0 failed", person.said)
        place = person.said.split("directory is to be\n", 1)[1].split("\n", 1)[0].strip()
        self.assertFalse(os.path.exists(place), place)

    def test_bad_input(self):
        for options, what in ((["echo/pair"], "several programs"), (["echo/nobody"], "no role"),
                              (["echo/server", "--case", "nothing"], "no case"),
                              (["echo/server", "--directory", "/nowhere"], "no folder"),
                              (["echo/server", "--command", "x {what}"], "{what}")):
            done = subprocess.run([PROGRAM, "play", *options, "--scenarios", str(SCENARIOS)], capture_output=True,
                                  text=True, stdin=subprocess.DEVNULL)
            self.assertIn(done.returncode, (2, 4), options)
            self.assertIn(what, done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]] + sys.argv[2:])
