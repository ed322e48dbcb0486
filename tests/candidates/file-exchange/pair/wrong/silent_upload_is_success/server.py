"""server.py PORT"""
import os
import socket
import sys
import threading
import time

import common_utilities as wire

TIMEOUT = 20


def report(peer, request, name, status):
    text = "%s port %d, %s: %s %s: %s\n" % (peer[0], peer[1], time.ctime(), request, name, status)
    sys.stdout.buffer.write(os.fsencode(text))
    sys.stdout.buffer.flush()


def valid(name):
    return 0 < len(os.fsencode(name)) <= 255 and "/" not in name and "\0" not in name and name not in (".", "..")


def put(sock, stream, name, size):
    if not valid(name):
        raise PermissionError("bad file name")
    with open(name, "xb") as f:
        try:
            while size > 0:
                data = stream.read1(min(size, 65536))
                if not data:
                    raise ConnectionError("the upload broke off")
                f.write(data)
                size -= len(data)
        except OSError as error:
            os.remove(name)
            if isinstance(error, TimeoutError):
                return  # nobody is there any more to be told
            raise
    wire.send_ok(sock)


def get(sock, name):
    if not valid(name):
        raise PermissionError("bad file name")
    with open(name, "rb") as f:
        wire.send_ok(sock, os.path.getsize(name))
        while True:
            data = f.read(65536)
            if not data:
                break
            sock.sendall(data)


def listing(sock):
    names = "".join(name + "\n" for name in os.listdir("."))
    body = os.fsencode(names)
    wire.send_ok(sock, len(body))
    sock.sendall(body)


def refuse(sock, stream, text):
    """Tell the client, then read on, so that the message is not lost."""
    wire.send_error(sock, text)
    sock.shutdown(socket.SHUT_WR)
    sock.settimeout(5)
    end = time.time() + 10
    while time.time() < end and stream.read1(65536):
        pass


def serve(sock, peer):
    sock.settimeout(TIMEOUT)
    stream = sock.makefile("rb")
    request, name, status = "?", "", "success"
    try:
        request, name, size = wire.recv_request(stream)
        if request == "put":
            put(sock, stream, name, size)
        elif request == "get":
            get(sock, name)
        elif request == "list":
            listing(sock)
        else:
            raise wire.WireError("unknown request")
    except (OSError, wire.WireError) as error:
        status = "failure, %s: %s" % (type(error).__name__, error)
        try:
            refuse(sock, stream, status)
        except OSError:
            pass
    stream.close()
    sock.close()
    report(peer, request, name, status)


def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit() or not 0 < int(sys.argv[1]) < 65536:
        sys.exit("usage: server.py PORT")
    port = int(sys.argv[1])
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("0.0.0.0", port))
    server.listen(20)
    print("0.0.0.0", port, "server up and running", flush=True)
    while True:
        sock, peer = server.accept()
        threading.Thread(target=serve, args=(sock, peer), daemon=True).start()


main()
