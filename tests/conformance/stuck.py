#!/usr/bin/env python3
"""A program that can never go on is said to be stuck, early and with the place; one that is merely slow never is.

Every program here is the same right key server. Before its first answer it does one thing more: a decoy pauses for a
while, each in another way, and must pass; a stuck one waits for what never comes."""
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

PROGRAM = os.path.abspath(sys.argv[1])
SERVER = '''
import ctypes, os, secrets, select, signal, socket, subprocess, sys, threading, time
PAUSE = 0.7
keys = {}

def before_answering(connection):
BODY

def answer(request):
    method, target = request.split(b' ')[:2]
    kind, user, *key = target.decode().strip('/').split('/')
    if method == b'KEY':
        keys[user] = secrets.token_hex(64)
        return keys[user]
    return 'verified' if key == [keys[user]] else sys.exit('wrong key')

listener = socket.create_server(('', int(sys.argv[1])))
first = True
while True:
    connection, _ = listener.accept()
    with connection:
        request = b''
        while b'\\r\\n\\r\\n' not in request:
            piece = connection.recv(1000)
            if not piece:
                break
            request += piece
        if b'\\r\\n\\r\\n' not in request:
            continue
        if first:
            first = False
            before_answering(connection)
        body = answer(request).encode()
        connection.sendall(b'HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n' % len(body) + body)
'''
LIBC = "libc = ctypes.CDLL(None, use_errno=True)\n"
# One way of being slow each; none may be taken for stuck.
DECOYS = {
    "sleeps": "time.sleep(PAUSE)",
    "computes": "until = time.monotonic() + PAUSE\nwhile time.monotonic() < until: pass",
    "waits for a thread that sleeps": "t = threading.Thread(target=time.sleep, args=(PAUSE,))\nt.start()\nt.join()",
    "has a thread that computes": "def work():\n    until = time.monotonic() + PAUSE\n"
                                  "    while time.monotonic() < until: pass\n"
                                  "t = threading.Thread(target=work)\nt.start()\nt.join()",
    "waits in recv() with settimeout": "connection.settimeout(PAUSE)\ntry: connection.recv(1)\n"
                                       "except TimeoutError: connection.settimeout(None)",
    "waits in recv() with SO_RCVTIMEO": "import struct\n"
        "connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 0, 700000))\n"
        "try: connection.recv(1)\nexcept BlockingIOError: pass\n"
        "connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 0, 0))",
    "waits in select() with a limit": "select.select([connection], [], [], PAUSE)",
    "waits in poll() with a limit": "p = select.poll()\np.register(connection, select.POLLIN)\np.poll(PAUSE * 1000)",
    "waits in epoll_wait() with a limit": "p = select.epoll()\np.register(connection, select.EPOLLIN)\np.poll(PAUSE)",
    "waits for a condition with a limit": "c = threading.Condition()\nwith c: c.wait(PAUSE)",
    "waits for a timer thread": "e = threading.Event()\nthreading.Timer(PAUSE, e.set).start()\ne.wait()",
    "waits for a child that sleeps": "subprocess.run(['sleep', str(PAUSE)])",
    "reads from a child that sleeps": "subprocess.check_output([sys.executable, '-c', "
                                      "'import time; time.sleep(0.7); print(1)'])",
    "is woken by an alarm": "signal.signal(signal.SIGALRM, lambda *_: None)\nsignal.setitimer(signal.ITIMER_REAL, PAUSE, PAUSE)\n"
                            "signal.pause()\nsignal.setitimer(signal.ITIMER_REAL, 0)",
    "waits for an alarm": "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n"
                          "signal.setitimer(signal.ITIMER_REAL, PAUSE)\nsignal.sigwait([signal.SIGALRM])",
    "reads an alarm from a descriptor": LIBC +
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n"
        "mask = ctypes.create_string_buffer(128)\nlibc.sigemptyset(mask)\nlibc.sigaddset(mask, signal.SIGALRM)\n"
        "fd = libc.signalfd(-1, mask, 0)\nassert fd >= 0\nsignal.setitimer(signal.ITIMER_REAL, PAUSE)\nos.read(fd, 128)",
    "is woken by a timer of its own": LIBC +
        "signal.signal(signal.SIGUSR1, lambda *_: None)\n"
        "event = (ctypes.c_int * 16)(0, 0, signal.SIGUSR1, 0)\ntimer = ctypes.c_void_p()\n"
        "assert libc.timer_create(1, event, ctypes.byref(timer)) == 0\n"
        "assert libc.timer_settime(timer, 0, (ctypes.c_long * 4)(0, 700000000, 0, 700000000), None) == 0\n"
        "signal.pause()",
    "reads from a timer's descriptor": LIBC +
        "fd = libc.timerfd_create(1, 0)\nassert fd >= 0\n"
        "assert libc.timerfd_settime(fd, 0, (ctypes.c_long * 4)(0, 0, 0, 700000000), None) == 0\nos.read(fd, 8)",
    "waits in poll() for a timer's descriptor": LIBC +
        "fd = libc.timerfd_create(1, 0)\nassert fd >= 0\n"
        "assert libc.timerfd_settime(fd, 0, (ctypes.c_long * 4)(0, 0, 0, 700000000), None) == 0\n"
        "p = select.poll()\np.register(fd, select.POLLIN)\np.poll()",
    "stops until a child lets it go on": "me = os.getpid()\n"
        "if os.fork() == 0:\n    while not os.path.exists('gone-on'):\n        time.sleep(PAUSE)\n"
        "        os.kill(me, signal.SIGCONT)\n    os._exit(0)\n"
        "os.kill(me, signal.SIGSTOP)\nopen('gone-on', 'w')",
    "waits for a lock that another process holds": "import fcntl\nlocked = open('lock', 'w')\n"
        "if os.fork() == 0:\n    mine = open('lock', 'w')\n    fcntl.flock(mine, fcntl.LOCK_EX)\n    open('held', 'w')\n"
        "    time.sleep(PAUSE)\n    os._exit(0)\n"
        "while not os.path.exists('held'): time.sleep(0.01)\nfcntl.flock(locked, fcntl.LOCK_EX)",
    "talks to itself over a socket": "a, b = socket.socketpair()\n"
        "def talk():\n    time.sleep(PAUSE)\n    b.send(b'x')\nthreading.Thread(target=talk).start()\na.recv(1)",
    "asks a server of its own over TCP": "own = socket.create_server(('127.0.0.1', 0))\n"
        "def serve():\n    c, _ = own.accept()\n    c.recv(1)\n    time.sleep(PAUSE)\n    c.send(b'x')\n"
        "threading.Thread(target=serve).start()\nc = socket.create_connection(own.getsockname())\nc.send(b'x')\nc.recv(1)",
}
# What never goes on, and the words that say where.
STUCK = {
    "recv": ("connection.recv(1)", "stuck in recv() on the connection from 127.0.0.1:"),
    "read": ("os.read(connection.fileno(), 1)", "stuck in read() on the connection from 127.0.0.1:"),
    "accept": ("listener.accept()", "in accept() on port "),
    "lock": ("threading.Lock().acquire() and threading.Event().wait()", "stuck: waiting for a lock or another thread"),
    "select": ("select.select([connection], [], [])", "stuck: waiting in select() without a time limit"),
    "signal": ("signal.pause()", "stuck: waiting for a signal"),
    "stopped": ("os.kill(os.getpid(), signal.SIGSTOP)", "stuck: stopped"),
    "thread": ("t = threading.Thread(target=connection.recv, args=(1,))\nt.start()\nt.join()",
               "stuck in recv() on the connection from 127.0.0.1:"),
}


class Stuck(unittest.TestCase):
    def judge(self, body, *options):
        with tempfile.TemporaryDirectory() as place:
            os.chmod(place, 0o755)
            source = SERVER.replace("BODY", textwrap.indent(body, "    "))
            (pathlib.Path(place) / "server.py").write_text(source)
            return subprocess.run([PROGRAM, "run", "key-server/server", place, "--case", "whole-exchange",
                                   *options], capture_output=True, text=True, errors="replace", timeout=120,
                                  check=False)

    def test_decoys_are_not_misjudged(self):
        for name, body in DECOYS.items():
            with self.subTest(name):
                done = self.judge(body)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_stuck_is_said_with_its_place(self):
        if self.judge("pass", "--isolation", "cage").returncode != 0:
            self.skipTest("without a network of its own, nothing can be concluded early")
        for name, (body, words) in STUCK.items():
            with self.subTest(name):
                done = self.judge(body)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertIn("it is " + words, done.stdout)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
