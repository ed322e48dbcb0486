"""client.py HOST PORT put NAME | get NAME | list"""
import os
import select
import socket
import sys
import time

import common_utilities as wire


def usage():
    sys.exit("usage: client.py HOST PORT put NAME | get NAME | list")


def receive(stream, size):
    while size > 0:
        data = stream.read1(min(size, 65536))
        if not data:
            raise ConnectionError("the download broke off")
        size -= len(data)
        yield data


def put(sock, stream, name, source):
    wire.send_request(sock, "put", name, os.fstat(source.fileno()).st_size)
    try:
        data = source.read(65536)
        while data and not select.select([sock], [], [], 0)[0]:
            sock.sendall(data)
            data = source.read(65536)
    except ConnectionError:
        # the server may have refused: see what it said
        pass
    wire.recv_reply(stream)


def get(sock, stream, name):
    wire.send_request(sock, "get", name)
    size = wire.recv_reply(stream)
    with open(name, "xb") as target:
        try:
            for data in receive(stream, size):
                target.write(data)
        except OSError:
            os.remove(name)
            raise


def listing(sock, stream):
    wire.send_request(sock, "list")
    size = wire.recv_reply(stream)
    sys.stdout.buffer.write(b"".join(receive(stream, size)))
    sys.stdout.flush()


def main():
    words = sys.argv[1:]
    if len(words) not in (3, 4) or not words[1].isdigit() or not 0 < int(words[1]) < 65536:
        usage()
    host, port, request = words[0], int(words[1]), words[2]
    if request not in ("put", "get", "list") or (request == "list") != (len(words) == 3):
        usage()
    name = words[3] if len(words) == 4 else ""
    status = "success"
    try:
        if request == "get" and os.path.lexists(name):
            raise FileExistsError("the file exists already")
        source = open(name, "rb") if request == "put" else None
        print("Connecting to", (host, port), flush=True)
        with socket.create_connection((host, port), timeout=20) as sock:
            print("Connected.", flush=True)
            stream = sock.makefile("rb")
            if request == "put":
                put(sock, stream, name, source)
            elif request == "get":
                get(sock, stream, name)
            else:
                listing(sock, stream)
    except (OSError, wire.WireError) as error:
        status = "failure, %s: %s" % (type(error).__name__, error)
    text = "%s port %d, %s: %s %s: %s\n" % (host, port, time.ctime(), request, name, status)
    sys.stdout.buffer.write(os.fsencode(text))
    sys.stdout.flush()
    sys.exit(0 if status == "success" else 1)


main()
