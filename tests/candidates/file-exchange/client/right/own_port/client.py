"""A client whose report names its own port, as the task's list of a report's contents can be read."""
import argparse
import datetime
import os
import socket

parser = argparse.ArgumentParser()
parser.add_argument("host")
parser.add_argument("port", type=int, choices=range(1, 65536), metavar="port")
parser.add_argument("request", choices=["put", "get", "list"])
parser.add_argument("name", nargs="?")
told = parser.parse_args()
if (told.name is None) != (told.request == "list"):
    parser.error("put and get want a file name, list wants none")


def answer(stream):
    """What follows the first line of the reply, as it comes."""
    head = stream.readline(4096)
    word, _, rest = head.rstrip(b"\n").partition(b" ")
    if word != b"OK" or not head.endswith(b"\n") or not rest.isdigit():
        raise ValueError(head.decode(errors="replace").strip() or "the server closed without a reply")
    left = int(rest)
    while left:
        piece = stream.read(min(left, 1 << 16))
        if not piece:
            raise EOFError("the connection was cut, %d bytes are missing" % left)
        left -= len(piece)
        yield piece


def put(server, stream):
    with open(told.name, "rb") as source:
        server.sendall(b"PUT %d %s\n" % (os.fstat(source.fileno()).st_size, os.fsencode(told.name)))
        try:
            server.sendfile(source)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the reply says why
    list(answer(stream))


def get(server, stream):
    server.sendall(b"GET %s\n" % os.fsencode(told.name))
    partial = told.name[:60] + ".part"
    try:
        with open(partial, "xb") as target:
            for piece in answer(stream):
                target.write(piece)
        os.link(partial, told.name)
    finally:
        os.unlink(partial)


def show(server, stream):
    server.sendall(b"LIST\n")
    print(b"".join(answer(stream)).decode(errors="surrogateescape"), end="")


def main():
    own = (told.host, 0)
    failure = ""
    try:
        if told.request == "get" and os.path.lexists(told.name):
            raise FileExistsError("there is a local file of this name")
        if told.request == "put" and not os.path.isfile(told.name):
            raise FileNotFoundError("there is no such local file")
        print("connecting", flush=True)
        with socket.create_connection((told.host, told.port), 12) as server, server.makefile("rb") as stream:
            own = server.getsockname()
            print("connected", flush=True)
            {"put": put, "get": get, "list": show}[told.request](server, stream)
    except (OSError, ValueError, EOFError) as error:
        failure = "%s: %s" % (type(error).__name__, error)
    now = datetime.datetime.now().isoformat(" ", "seconds")
    print(own[0], own[1], now, told.request, told.name or "", "failure, " + failure if failure else "success")
    return 1 if failure else 0


raise SystemExit(main())
