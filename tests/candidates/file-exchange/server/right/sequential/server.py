import os
import socket
import sys
import time

# one client after the other; the rest wait in the queue


def recv_line(s):
    line = b""
    while not line.endswith(b"\n"):
        c = s.recv(1)
        if c == b"":
            raise ValueError("bad-request", "connection closed in the request")
        line += c
        if len(line) > 600:
            raise ValueError("bad-request", "request too long")
    return line[:-1]


def check(name):
    if not 1 <= len(name) <= 255 or b"/" in name or b"\0" in name or name in (b".", b".."):
        raise ValueError("bad-name", "bad file name")


def do_put(s, rest):
    size, _, name = rest.partition(b" ")
    if not size.isdigit():
        raise ValueError("bad-request", "bad size")
    if int(size) > 9223372036854775807:
        raise ValueError("too-large", "too large")
    check(name)
    if os.path.lexists(name):
        raise ValueError("exists", "file already exists")
    left = int(size)
    f = open(name, "xb")
    while left:
        try:
            data = s.recv(min(left, 32768))
        except OSError:
            data = b""
        if not data:
            f.close()
            os.remove(name)
            raise OSError("upload broken off, %d bytes missing" % left)
        f.write(data)
        left -= len(data)
    f.close()
    s.sendall(b"OK 0\n")


def do_get(s, name):
    check(name)
    try:
        f = open(name, "rb")
    except OSError as e:
        raise ValueError("not-found", e.strerror)
    with f:
        s.sendall(b"OK " + str(os.path.getsize(name)).encode() + b"\n")
        data = f.read(32768)
        while data:
            s.sendall(data)
            data = f.read(32768)


def do_list(s):
    text = b""
    for name in sorted(os.listdir(os.getcwdb())):
        text += name + b"\n"
    s.sendall(b"OK " + str(len(text)).encode() + b"\n" + text)


def do_client(s):
    line = b"?"
    try:
        line = recv_line(s)
        what, _, rest = line.partition(b" ")
        if what == b"PUT":
            do_put(s, rest)
        elif what == b"GET":
            do_get(s, rest)
        elif line == b"LIST":
            do_list(s)
        else:
            raise ValueError("bad-request", "what is that?")
        return line, "success"
    except ValueError as e:
        try:
            s.sendall(("ERROR %s %s\n" % e.args).encode())
            s.shutdown(socket.SHUT_WR)
            s.settimeout(2)
            for _ in range(20000):
                if not s.recv(65536):
                    break
        except OSError:
            pass
        return line, "FAILED (%s) %s" % e.args
    except OSError as e:
        return line, "FAILED (%s) %s" % (type(e).__name__, e)


if len(sys.argv) < 2:
    print("usage: python server.py <port>")
    sys.exit(1)
try:
    port = int(sys.argv[1])
    if port == 0:
        raise ValueError("port 0")
    server = socket.create_server(("", port), backlog=1)
except (ValueError, OverflowError, OSError) as e:
    print("usage: python server.py <port>", e)
    sys.exit(1)
print("Address 0.0.0.0 port %d: server up and running" % port, flush=True)
while True:
    s, addr = server.accept()
    s.settimeout(15)
    line, status = do_client(s)
    s.close()
    line = line.decode("utf-8", "replace")
    print(addr[0], addr[1], time.strftime("%H:%M:%S"), line, status, flush=True)
