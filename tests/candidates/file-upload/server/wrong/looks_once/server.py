"""File server: server.py PORT DIRECTORY. A timer looks after each connection."""
import os
import signal
import socket
import sys
import threading
import time

LIMIT = 10


class Connection:
    def __init__(self, sock, path):
        self.sock = sock
        self.path = path
        self.last = time.monotonic()
        self.timed_out = False
        self.timer = threading.Timer(LIMIT, self.look)
        self.timer.daemon = True
        self.timer.start()
        threading.Thread(target=self.store, daemon=True).start()

    def look(self):
        # ten seconds after the beginning, and never again
        if time.monotonic() - self.last > LIMIT - 0.3:
            self.timed_out = True
            self.sock.shutdown(socket.SHUT_RDWR)

    def store(self):
        with self.sock, open(self.path, "wb") as out:
            try:
                while data := self.sock.recv(65536):
                    self.last = time.monotonic()
                    out.write(data)
            except OSError:
                pass
            if self.timed_out:
                out.seek(0)
                out.truncate()
                out.write(b"ERROR")
        self.timer.cancel()


def main():
    if len(sys.argv) != 3 or not sys.argv[1].isdigit() or not 1023 < int(sys.argv[1]) < 65536:
        print("ERROR: server.py PORT DIRECTORY, with a port from 1024 to 65535", file=sys.stderr)
        return 1
    os.makedirs(sys.argv[2], exist_ok=True)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        signal.signal(number, lambda *_: sys.exit(0))
    listener = socket.create_server(("", int(sys.argv[1])), backlog=128)
    count = 0
    while True:
        sock, _ = listener.accept()
        count += 1
        Connection(sock, os.path.join(sys.argv[2], "%d.file" % count))


if __name__ == "__main__":
    sys.exit(main())
