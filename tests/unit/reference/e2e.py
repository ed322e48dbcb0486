#!/usr/bin/env python3
"""Plays a plain Python peer against the reference programs: e2e.py BIN_DIR MODULE [TEST…]

Runs itself again in a network namespace of its own, so that no port can clash with anything on the machine."""
import fcntl, os, pathlib, resource, signal, socket, struct, subprocess, sys, tempfile, threading, time, unittest

PATIENCE = 30  # A ceiling for a loaded machine; what is waited for normally comes at once.
BIN = pathlib.Path(os.environ.get("REFERENCE_BIN", "."))


def enter_namespace():
    """Replaces this process by itself in a fresh network namespace with the loopback up."""
    if os.environ.get("REFERENCE_NETNS") != "1":
        os.environ.update(REFERENCE_NETNS="1", REFERENCE_BIN=str(pathlib.Path(sys.argv[1]).resolve()))
        # Else AddressSanitizer keeps up to 256 MB of freed memory, and the bounds on memory say nothing.
        os.environ.setdefault("ASAN_OPTIONS", "quarantine_size_mb=4")
        unshare = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-Urn"]
        if subprocess.run(unshare + ["true"]).returncode != 0:
            print("no network namespace to be had here")
            sys.exit(77)  # CTest: skipped
        os.execvp("unshare", unshare + [sys.executable] + sys.argv)
    with socket.socket() as any_socket:
        request = struct.pack("16sh", b"lo", 0x1 | 0x40)  # IFF_UP | IFF_RUNNING
        fcntl.ioctl(any_socket, 0x8914, request)          # SIOCSIFFLAGS


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listener(port=0):
    return socket.create_server(("127.0.0.1", port), backlog=128)


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def read_all(peer):
    """Everything up to the peer's close; a reset raises."""
    peer.settimeout(PATIENCE)
    data = b""
    while chunk := peer.recv(1 << 16):
        data += chunk
    return data


def reset(peer):
    """Closes with RST."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


def in_pieces(peer, data, size=1):
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for at in range(0, len(data), size):
        peer.sendall(data[at:at + size])


class Program:
    """A running reference program; stdout and stderr are collected line by line as they come."""

    def __init__(self, case, name, *arguments, cwd=None):
        self.process = subprocess.Popen([str(BIN / name), *map(str, arguments)], cwd=cwd, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.out, self.err, self.changed = b"", b"", threading.Condition()
        self.readers = [threading.Thread(target=self._read, args=a, daemon=True)
                        for a in ((self.process.stdout, "out"), (self.process.stderr, "err"))]
        for reader in self.readers:
            reader.start()
        case.addCleanup(self._end)

    def _read(self, stream, name):
        while chunk := os.read(stream.fileno(), 1 << 16):
            with self.changed:
                setattr(self, name, getattr(self, name) + chunk)
                self.changed.notify_all()

    def _end(self):
        self.process.kill()
        self.process.wait()
        for reader in self.readers:
            reader.join(PATIENCE)
        self.process.stdout.close()
        self.process.stderr.close()

    def wait_for(self, text, stream="out"):
        with self.changed:
            if not self.changed.wait_for(lambda: text.encode() in getattr(self, stream), PATIENCE):
                raise AssertionError(f"{text!r} did not appear in {stream}: {self.out!r} {self.err!r}")
        return self

    def status(self, timeout=PATIENCE):
        status = self.process.wait(timeout)
        for reader in self.readers:
            reader.join(PATIENCE)
        return status

    def memory(self):
        """Resident bytes."""
        with open(f"/proc/{self.process.pid}/statm") as facts:
            return int(facts.read().split()[1]) * resource.getpagesize()


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, name, *arguments, cwd=None):
        return Program(self, name, *arguments, cwd=cwd or self.folder)

    def serve(self, name, *arguments, cwd=None):
        """Starts a server and waits for its first line."""
        return self.start(name, *arguments, cwd=cwd).wait_for("\n")

    def until(self, is_so):
        """Waits for what no event tells of; the pause between two looks does not decide the outcome."""
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)

    def ends_cleanly(self, server, how=signal.SIGTERM):
        begin = time.monotonic()
        server.process.send_signal(how)
        self.assertEqual(server.status(), 0, server.err)
        self.assertLess(time.monotonic() - begin, 2)

    def expect_usage(self, name, *arguments):
        program = self.start(name, *arguments)
        self.assertEqual(program.status(), 2)
        self.assertIn(b"ERROR:", program.err)
        return program.err

    def peer(self, work, *arguments):
        """Runs the peer's part in a thread; its result is there after .join()."""
        def run():
            try:
                thread.result = work(*arguments)
            except Exception as fault:
                thread.fault = fault
        thread = threading.Thread(target=run, daemon=True)
        thread.result, thread.fault = None, None
        thread.start()
        return thread

    def result(self, thread):
        thread.join(2 * PATIENCE)
        if thread.fault:
            raise thread.fault
        self.assertFalse(thread.is_alive(), "the peer's thread still waits")
        return thread.result


if __name__ == "__main__":
    enter_namespace()
    sys.modules["e2e"] = sys.modules["__main__"]
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
    unittest.main(module=sys.argv[2], argv=[sys.argv[2]] + sys.argv[3:])
