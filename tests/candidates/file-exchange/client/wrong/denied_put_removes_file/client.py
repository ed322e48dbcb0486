"""client.py HOST PORT put NAME | get NAME | list"""
import os
import select
import socket
import sys
import time

TIMEOUT = 20
USAGE = "usage: client.py HOST PORT put NAME | get NAME | list"


class Failure(Exception):
    pass


def read_reply(stream):
    """The size of an OK reply's body; an ERROR reply is raised."""
    line = stream.readline(1024)
    if not line.endswith(b"\n"):
        raise Failure("the connection closed before the reply was complete")
    word, _, rest = line[:-1].decode("utf-8", "replace").partition(" ")
    if word == "OK" and rest.isdigit():
        return int(rest)
    raise Failure(rest if word == "ERROR" else "this is no reply: " + ascii(line))


def body(stream, size):
    while size > 0:
        data = stream.read1(min(size, 65536))
        if not data:
            raise Failure("the connection closed before the end of the data")
        size -= len(data)
        yield data


def put(sock, stream, name, source):
    size = os.fstat(source.fileno()).st_size
    sock.sendall(b"PUT %d %s\n" % (size, os.fsencode(name)))
    try:
        while block := source.read(65536):
            # a refusal may come while we are sending
            if select.select([sock], [], [], 0)[0]:
                break
            sock.sendall(block)
    except ConnectionError:
        # the answer may have come before
        pass
    read_reply(stream)


def get(sock, stream, name):
    sock.sendall(b"GET %s\n" % os.fsencode(name))
    size = read_reply(stream)
    with open(name, "xb") as target:
        try:
            for data in body(stream, size):
                target.write(data)
        except BaseException:
            os.remove(name)
            raise


def listing(sock, stream):
    sock.sendall(b"LIST\n")
    names = b"".join(body(stream, read_reply(stream)))
    sys.stdout.buffer.write(names)
    sys.stdout.flush()


def execute(address, request, name):
    if request == "get" and os.path.lexists(name):
        raise Failure("the file exists here already")
    source = open(name, "rb") if request == "put" else None
    print("Connecting to", address, flush=True)
    with socket.create_connection(address, timeout=TIMEOUT) as sock:
        print("Connected.", flush=True)
        stream = sock.makefile("rb")
        if request == "put":
            put(sock, stream, name, source)
        elif request == "get":
            get(sock, stream, name)
        else:
            listing(sock, stream)


def main():
    arguments = sys.argv[1:]
    if len(arguments) < 3 or not arguments[1].isdigit() or not 0 < int(arguments[1]) < 65536:
        sys.exit(USAGE)
    request = arguments[2]
    if request not in ("put", "get", "list") or len(arguments) != (3 if request == "list" else 4):
        sys.exit(USAGE)
    address = (arguments[0], int(arguments[1]))
    name = arguments[3] if request != "list" else ""
    status, outcome = 0, "success"
    try:
        execute(address, request, name)
    except (Failure, OSError) as error:
        if request == "put" and isinstance(error, Failure):
            os.remove(name)
        status, outcome = 1, "failure (%s: %s)" % (type(error).__name__, error)
    text = "%s:%d %s %s %s %s\n" % (*address, time.ctime(), request, name, outcome)
    sys.stdout.buffer.write(os.fsencode(text))
    sys.exit(status)


main()
