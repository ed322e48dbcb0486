import os
import signal
import sys
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Lock, Timer

PATIENCE = 10


class Numbers:
    def __init__(self):
        self.lock = Lock()
        self.last = 0

    def next(self):
        with self.lock:
            self.last += 1
            return self.last


class Upload(BaseRequestHandler):
    """Two threads for each connection: one receives, one is the clock that ends it."""

    def handle(self):
        path = os.path.join(directory, f"{self.server.number_of(self.request)}.file")
        self.silent = False
        with open(path, "wb") as file:
            while chunk := self.next_chunk():
                file.write(chunk)
        if self.silent:
            with open(path, "wb") as file:
                file.write(b"ERROR")

    def next_chunk(self):
        timer = Timer(PATIENCE, self.give_up)
        timer.start()
        try:
            return self.request.recv(1 << 16)
        except OSError:
            return b""
        finally:
            timer.cancel()

    def give_up(self):
        self.silent = True
        try:
            self.request.shutdown(2)
        except OSError:
            pass


class Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 100

    def __init__(self, *args):
        super().__init__(*args)
        self.numbers, self.known = Numbers(), {}

    def get_request(self):
        # numbered here, in the order in which they come
        request, address = super().get_request()
        self.known[request] = self.numbers.next()
        return request, address

    def number_of(self, request):
        return self.known.pop(request)


def usage(reason):
    print(f"ERROR: {reason}; usage: server.py PORT DIRECTORY", file=sys.stderr)
    sys.exit(2)


def end(*_):
    os._exit(0)


try:
    port, directory = sys.argv[1:]
    port = int(port)
except ValueError:
    usage("a port and a directory are wanted")
if not 1024 <= port <= 65535:
    usage(f"port {port} is not from 1024 to 65535")
os.makedirs(directory, exist_ok=True)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
    signal.signal(number, end)
Server(("", port), Upload).serve_forever()
