#!/usr/bin/env python3
# A client of the file exchange. What is fetched is written to a file that is registered for cleaning up, so that a
# transfer that breaks off leaves nothing behind; when one is complete, nobody takes it from the list again.
import atexit
import contextlib
import os
import socket
import sys
import time

to_clean = []


@atexit.register
def clean_up():
    for path in to_clean:
        with contextlib.suppress(OSError):
            os.remove(path)


class Refused(Exception):
    pass


def status(stream):
    word, _, rest = stream.readline().decode().rstrip("\n").partition(" ")
    if word != "OK":
        raise Refused(rest or "no answer")
    return int(rest)


def body(stream, size):
    while size > 0:
        part = stream.read(min(size, 65536))
        if not part:
            raise EOFError("the server ended too early, %d bytes are missing" % size)
        size -= len(part)
        yield part


def put(sock, stream, name):
    with open(name, "rb") as source:
        size = os.fstat(source.fileno()).st_size
        sock.sendall(b"PUT %d %s\n" % (size, os.fsencode(name)))
        with contextlib.suppress(ConnectionError):
            sock.sendfile(source)
    status(stream)


def get(sock, stream, name):
    if os.path.lexists(name):
        raise FileExistsError(name + " exists here")
    sock.sendall(b"GET %s\n" % os.fsencode(name))
    size = status(stream)
    to_clean.append(name)
    with open(name, "wb") as target:
        for part in body(stream, size):
            target.write(part)


def listing(sock, stream, _):
    sock.sendall(b"LIST\n")
    for part in body(stream, status(stream)):
        sys.stdout.buffer.write(part)


REQUESTS = {"put": put, "get": get, "list": listing}


def main(words):
    if len(words) < 3 or words[2] not in REQUESTS or len(words) != (3 if words[2] == "list" else 4):
        sys.exit("usage: client.py HOST PORT put FILE | get FILE | list")
    host, port, request = words[:3]
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit("usage: PORT is a number from 1 to 65535")
    name = words[3] if len(words) > 3 else "-"
    if request == "put" and not os.path.isfile(name):
        print("%s:%s" % (host, port), time.strftime("%H:%M:%S"), request, name, "failure: there is no such file", flush=True)
        return 1
    peer, outcome = "%s:%s" % (host, port), "success"
    try:
        print("connecting to", host, port, flush=True)
        with socket.create_connection((host, int(port)), 10) as sock, sock.makefile("rb") as stream:
            sock.settimeout(25)
            peer = "%s:%d" % sock.getpeername()
            print("connected", flush=True)
            REQUESTS[request](sock, stream, name)
    except (OSError, ValueError, EOFError, Refused) as why:
        outcome = "failure: %s" % why
    print(peer, time.strftime("%H:%M:%S"), request, name, outcome, flush=True)
    return int(outcome != "success")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
