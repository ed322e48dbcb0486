"""File client: client.py <host> <port> put <name> | get <name> | list"""
import os
import select
import socket
import struct
import sys
import time

FAILED = 0xFFFFFFFF


class Refused(Exception):
    pass


class Server:
    def __init__(self, host, port):
        print("Connecting to", host, port, flush=True)
        self.sock = socket.create_connection((host, port), timeout=20)
        self.file = self.sock.makefile("rb")
        print("Connected", flush=True)

    def send(self, data):
        self.sock.sendall(struct.pack(">I", len(data)) + data)

    def read(self, size):
        data = self.file.read(size)
        if len(data) < size:
            raise ConnectionError("the server closed the connection")
        return data

    def chunks(self):
        """All chunks up to the empty one."""
        while True:
            (size,) = struct.unpack(">I", self.read(4))
            if size == FAILED:
                (size,) = struct.unpack(">I", self.read(4))
                raise Refused(self.read(min(size, 9999)).decode("utf-8", "replace"))
            if size == 0:
                return
            yield self.read(size)


def put(server, name):
    with open(name, "rb") as f:
        server = server()
        server.send(b"put")
        server.send(os.fsencode(name))
        try:
            while data := f.read(65536):
                if select.select([server.sock], [], [], 0)[0]:
                    break
                server.send(data)
            else:
                server.send(b"")
        except ConnectionError:
            pass
        for _ in server.chunks():
            pass


def get(server, name):
    if os.path.lexists(name):
        raise FileExistsError(name + " exists")
    server = server()
    server.send(b"get")
    server.send(os.fsencode(name))
    pieces = server.chunks()
    first = next(pieces, b"")
    with open(name, "xb") as f:
        try:
            f.write(first)
            for data in pieces:
                f.write(data)
        except BaseException:
            os.unlink(name)
            raise


def listing(server, _):
    server = server()
    server.send(b"list")
    server.send(b"")
    entries = list(server.chunks())
    if not entries:
        raise Refused("the directory is empty")
    sys.stdout.buffer.writelines(entry + b"\n" for entry in entries)
    sys.stdout.flush()


def main(host, port, request, name=""):
    outcome = "success"
    try:
        {"put": put, "get": get, "list": listing}[request](lambda: Server(host, int(port)), name)
    except (OSError, Refused) as error:
        outcome = "failure %s: %s" % (type(error).__name__, error)
    report = "%s:%s %s %s %s %s\n" % (host, port, time.asctime(), request, name, outcome)
    sys.stdout.buffer.write(os.fsencode(report))
    return outcome != "success"


if os.path.isdir("client_data"):
    os.chdir("client_data")
args = sys.argv[1:]
if len(args) != {"put": 4, "get": 4, "list": 3}.get((args + [""] * 3)[2]) or not args[1].isdigit() \
        or not 0 < int(args[1]) < 65536:
    sys.exit("usage: client.py <host> <port> put <name> | get <name> | list")
sys.exit(main(*args))
