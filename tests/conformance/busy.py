#!/usr/bin/env python3
"""A right program is not failed because others use the processors, where the harness may let it come to run before them.

The program is a key server that computes for a second before its first answer, and gives up when that took more than four:
a limit of its own, which eight busy processes for each processor make it miss."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv[1])
SERVER = '''
import secrets, socket, sys, time
keys = {}

def compute():
    began, used = time.monotonic(), time.process_time()
    while time.process_time() < used + 1:
        pass
    if time.monotonic() > began + 4:
        sys.exit('that took too long')

listener = socket.create_server(('', int(sys.argv[1])))
while True:
    connection, _ = listener.accept()
    with connection:
        request = b''
        while b'\\r\\n\\r\\n' not in request and (piece := connection.recv(1000)):
            request += piece
        if not request:
            continue
        if not keys:
            compute()
        method, target = request.split(b' ')[:2]
        kind, user, *key = target.decode().strip('/').split('/')
        if method == b'KEY':
            keys[user] = body = secrets.token_hex(64)
        else:
            body = 'verified' if key == [keys[user]] else 'wrong key'
        connection.sendall(b'HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n%s'
                           % (len(body), body.encode()))
'''
BUSY = "very busy, both times that the case was played"


class Busy(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        os.chmod(place.name, 0o755)
        pathlib.Path(place.name, "server.py").write_text(SERVER)
        self.command = [PROGRAM, "run", "key-server/server", place.name, "--case", "whole-exchange", "--isolation", "cage"]

    def judge(self):
        return subprocess.run(self.command, capture_output=True, text=True, errors="replace", timeout=120, check=False)

    def test_others_use_the_processors(self):
        quiet = self.judge()
        self.assertEqual(quiet.returncode, 0, quiet.stdout + quiet.stderr)
        for _ in range(8 * len(os.sched_getaffinity(0))):
            other = subprocess.Popen([sys.executable, "-c", "while True: pass"], start_new_session=True)
            self.addCleanup(other.wait)
            self.addCleanup(other.kill)
        done = self.judge()
        if os.geteuid() == 0:
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        else:  # who may not ask for precedence is told that the machine was busy
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertIn(BUSY, done.stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
