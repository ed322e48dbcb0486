import os
import select
import socket
import sys

LIMIT = 10


def error(text):
    print("ERROR: " + str(text), file=sys.stderr)
    sys.exit(1)


def wait_writable(s):
    _, ready, _ = select.select([], [s], [], LIMIT)
    if not ready:
        error("the server does not answer")


if len(sys.argv) != 4:
    error("three arguments are needed")
try:
    port = int(sys.argv[2])
except ValueError:
    error("the port is no number")
if port < 1 or port > 65535:
    error("the port is out of range")
try:
    fd = os.open(sys.argv[3], os.O_RDONLY)
    address = socket.getaddrinfo(sys.argv[1], port, socket.AF_INET, socket.SOCK_STREAM)[0][4]
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setblocking(False)
    try:
        s.connect(address)
    except BlockingIOError:
        wait_writable(s)
    code = s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        error(os.strerror(code))
    data = memoryview(os.read(fd, os.fstat(fd).st_size))
    while data:
        wait_writable(s)
        try:
            data = data[s.send(data):]
        except BlockingIOError:
            continue
    s.shutdown(socket.SHUT_WR)
    try:
        while select.select([s], [], [], LIMIT)[0] and s.recv(4096):
            pass
    except ConnectionError:
        pass
    s.close()
except OSError as e:
    error(e)
