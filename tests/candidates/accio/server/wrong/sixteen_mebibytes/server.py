"""server.py PORT DIRECTORY, in one thread: a table of uploads, each with the time of its last data."""
import selectors
import signal
import socket
import sys
import time
from pathlib import Path

LIMIT = 10.0
LARGEST = 16 << 20


class Upload:
    def __init__(self, sock, path):
        self.sock = sock
        self.path = path
        self.file = path.open("wb")
        self.last = time.monotonic()
        sock.send(b"accio\r\n")
        sock.setblocking(False)

    def on_readable(self):
        """True as long as more may come."""
        try:
            data = self.sock.recv(1 << 16)
        except BlockingIOError:
            return True
        except OSError as why:
            print(self.path.name, why, file=sys.stderr)
            return False
        self.file.write(data)
        self.last = time.monotonic()
        return bool(data) and self.file.tell() < LARGEST


class Server:
    def __init__(self, port, directory):
        self.directory = directory
        self.poller = selectors.DefaultSelector()
        self.listener = socket.create_server(("0.0.0.0", port), backlog=256)
        self.poller.register(self.listener, selectors.EVENT_READ)
        self.count = 0

    def end(self, upload):
        self.poller.unregister(upload.sock)
        upload.file.close()
        upload.sock.close()

    def uploads(self):
        return [key.data for key in self.poller.get_map().values() if key.data]

    def step(self):
        waits = [u.last + LIMIT - time.monotonic() for u in self.uploads()]
        for key, _ in self.poller.select(max(0, min(waits)) if waits else None):
            if key.data is None:
                sock, _ = self.listener.accept()
                self.count += 1
                upload = Upload(sock, self.directory / f"{self.count}.file")
                self.poller.register(sock, selectors.EVENT_READ, upload)
            elif not key.data.on_readable():
                self.end(key.data)
        for upload in self.uploads():
            if time.monotonic() - upload.last >= LIMIT:
                self.end(upload)
                upload.path.write_text("ERROR")


def main(arguments):
    try:
        port, directory = int(arguments[0]), Path(arguments[1])
    except (ValueError, IndexError):
        return "ERROR: usage: server.py PORT DIRECTORY"
    if port not in range(1024, 65536):
        return f"ERROR: port {port} is not between 1024 and 65535"
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit())
    directory.mkdir(parents=True, exist_ok=True)
    server = Server(port, directory)
    while True:
        server.step()


sys.exit(main(sys.argv[1:]))
