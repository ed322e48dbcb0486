"""File server: server.py PORT. Serves the working directory."""
import os
import socket
import sys
import threading
import time

TIMEOUT = 20


class Refused(Exception):
    def __init__(self, kind, message):
        super().__init__(kind + ": " + message)
        self.line = ("ERROR %s %s\n" % (kind, message)).encode()


def check_name(name):
    if name in ("", ".", "..") or "/" in name or "\0" in name or len(name.encode()) > 255:
        raise Refused("bad-name", "this name is not allowed")


def put(conn, stream, arguments):
    size, _, name = arguments.partition(" ")
    if not (size.isascii() and size.isdigit()):
        raise Refused("bad-request", "the size is no number")
    left = int(size)
    if left >= 1 << 63:
        raise Refused("too-large", "the size is too large")
    check_name(name)
    try:
        f = open(name, "xb")
    except FileExistsError:
        raise Refused("exists", "there is a file with this name")
    try:
        with f:
            while left > 0:
                data = stream.read1(min(left, 65536))
                if not data:
                    raise ConnectionError("closed before the end of the data")
                f.write(data)
                left -= len(data)
    except OSError:
        os.remove(name)
        raise
    conn.sendall(b"OK 0\n")


def get(conn, name):
    check_name(name)
    if not os.path.isfile(name):
        raise Refused("not-found", "there is no such file")
    with open(name, "rb") as f:
        conn.sendall(b"OK %d\n" % os.path.getsize(name))
        conn.sendfile(f)


def listing(conn):
    names = sorted(os.listdir(b"."))
    body = b"".join(name + b"\n" for name in names)
    conn.sendall(b"OK %d\n" % len(body) + body)


def refuse(conn, stream, line):
    """Answer, then read on for a while, so that a reset does not overtake the answer."""
    conn.sendall(line)
    conn.shutdown(socket.SHUT_WR)
    conn.settimeout(5)
    end = time.monotonic() + 10
    while time.monotonic() < end and stream.read1(65536):
        pass


def serve(conn, peer):
    conn.settimeout(TIMEOUT)
    stream = conn.makefile("rb")
    request, arguments, outcome = "?", "", "success"
    try:
        line = stream.readline(1024)
        if not line.endswith(b"\n"):
            raise Refused("bad-request", "the request line has no end")
        request, _, arguments = os.fsdecode(line[:-1]).partition(" ")
        if request == "PUT":
            put(conn, stream, arguments)
        elif request == "GET":
            get(conn, arguments)
        elif request == "LIST" and not arguments:
            listing(conn)
        else:
            raise Refused("bad-request", "unknown request")
    except Refused as refused:
        outcome = "failure, " + str(refused)
        try:
            refuse(conn, stream, refused.line)
        except OSError:
            pass
    except OSError as error:
        outcome = "failure, %s: %s" % (type(error).__name__, error)
    finally:
        stream.close()
        conn.close()
    text = "%s:%d %s %s %s %s\n" % (peer[0], peer[1], time.ctime(), request, arguments, outcome)
    sys.stdout.buffer.write(os.fsencode(text))
    sys.stdout.buffer.flush()


def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit() or not 0 < int(sys.argv[1]) < 65536:
        sys.exit("usage: server.py PORT")
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("0.0.0.0", int(sys.argv[1])))
    server.listen(1)
    print("0.0.0.0", sys.argv[1], "server up and running", flush=True)
    while True:
        conn, peer = server.accept()
        threading.Thread(target=serve, args=(conn, peer), daemon=True).start()


main()
