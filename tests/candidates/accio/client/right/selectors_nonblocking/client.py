"""A non-blocking client: client.py HOST PORT FILE."""
import selectors
import socket
import sys
import time


class Failure(Exception):
    """Ends the program with ERROR: and the text."""


class Client:
    def __init__(self, sock, file):
        self.sock = sock
        self.file = file
        self.heard = b""
        self.waiting = b""

    def read(self):
        data = self.sock.recv(1)
        if not data:
            raise Failure("the connection was closed while waiting for the command")
        self.heard += data
        if not b"accio\r\n".startswith(self.heard):
            raise Failure("unexpected: " + repr(self.heard))
        return self.heard == b"accio\r\n"

    def write(self):
        self.waiting = self.waiting or self.file.read(100000)
        if not self.waiting:
            return True
        self.waiting = self.waiting[self.sock.send(self.waiting):]
        return False

    def run(self, events, step):
        with selectors.DefaultSelector() as selector:
            selector.register(self.sock, events)
            end = time.monotonic() + 10
            while True:
                if not selector.select(end - time.monotonic()):
                    raise Failure("no progress for 10 s")
                if step():
                    return
                if events == selectors.EVENT_WRITE:
                    end = time.monotonic() + 10


def main():
    if len(sys.argv) != 4:
        raise Failure("three arguments are needed: HOST PORT FILE")
    host, port = sys.argv[1], sys.argv[2]
    if not port.isdigit() or int(port) == 0 or int(port) > 65535:
        raise Failure("not a port: " + port)
    with open(sys.argv[3], "rb") as file:
        with socket.create_connection((host, int(port)), 10) as sock:
            sock.setblocking(False)
            client = Client(sock, file)
            client.run(selectors.EVENT_READ, client.read)
            client.run(selectors.EVENT_WRITE, client.write)


try:
    main()
except (Failure, OSError) as failure:
    print("ERROR: %s" % failure, file=sys.stderr)
    sys.exit(1)
