import os
import select
import signal
import socket
import sys
import time

# A process for each client. The parent only accepts.


class Failure(Exception):
    pass


class Client:
    def __init__(self, sock, address):
        self.sock = sock
        self.address = address
        self.buffer = b""

    def more(self):
        if not select.select([self.sock], [], [], 20)[0]:
            raise TimeoutError("the client is silent")
        data = self.sock.recv(65536)
        if not data:
            raise EOFError("the client is gone")
        return data

    def line(self):
        while b"\n" not in self.buffer:
            if len(self.buffer) > 1000:
                raise Failure("bad-request", "line too long")
            self.buffer += self.more()
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line

    def data(self, size):
        while size > 0:
            piece = self.buffer or self.more()
            self.buffer = piece[size:]
            piece = piece[:size]
            size -= len(piece)
            yield piece

    def answer(self):
        request = b"?"
        try:
            request = self.line()
            command, _, rest = request.partition(b" ")
            if command == b"PUT":
                size, _, name = rest.partition(b" ")
                self.put(size, name)
            elif command == b"GET":
                self.get(rest)
            elif request == b"LIST":
                self.list()
            else:
                raise Failure("bad-request", "unknown command")
            result = "success"
        except Failure as f:
            result = "failure: %s: %s" % f.args
            self.refuse("ERROR %s %s\n" % f.args)
        except (OSError, EOFError) as e:
            result = "failure: %s: %s" % (type(e).__name__, e)
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        head = "%s %d %s " % (*self.address, stamp)
        os.write(1, head.encode() + request + b" " + result.encode() + b"\n")

    def refuse(self, text):
        try:
            self.sock.sendall(text.encode())
            self.sock.shutdown(socket.SHUT_WR)
            deadline = time.time() + 10
            while time.time() < deadline:
                self.more()
        except (OSError, EOFError):
            pass

    @staticmethod
    def check(name):
        if not name or len(name) > 255 or b"/" in name or b"\0" in name or name in (b".", b".."):
            raise Failure("bad-name", "no good name")

    def put(self, size, name):
        if not size.isdigit():
            raise Failure("bad-request", "no good size")
        if int(size) > 2 ** 63 - 1:
            raise Failure("too-large", "no room")
        self.check(name)
        try:
            fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            raise Failure("exists", "name taken")
        try:
            with open(fd, "wb") as f:
                for piece in self.data(int(size)):
                    f.write(piece)
        except (OSError, EOFError):
            os.unlink(name)
            raise
        self.sock.sendall(b"OK 0\n")

    def get(self, name):
        self.check(name)
        if not os.path.exists(name) or os.path.isdir(name):
            raise Failure("not-found", "no file of that name")
        with open(name, "rb") as f:
            self.sock.sendall(b"OK %d\n" % os.path.getsize(name))
            while block := f.read(65536):
                self.sock.sendall(block)

    def list(self):
        body = b"".join(e + b"\n" for e in sorted(os.listdir(b".")))
        self.sock.sendall(b"OK %d\n%s" % (len(body), body))


def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit() or int(sys.argv[1]) not in range(1, 65536):
        print("usage: %s PORT" % sys.argv[0], file=sys.stderr)
        return 64
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    server = socket.create_server(("", int(sys.argv[1])), backlog=5)
    print("server at 0.0.0.0 port %s: server up and running" % sys.argv[1], flush=True)
    while True:
        sock, address = server.accept()
        if os.fork() == 0:
            server.close()
            Client(sock, address).answer()
            os._exit(0)
        sock.close()


sys.exit(main())
