import os, socket, sys
from datetime import datetime
from common_utilities import *

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "server_data")
if not os.path.isdir(folder):
    folder = os.getcwd()

def path_of(name):
    if name in ("", ".", "..") or "/" in name or "\0" in name:
        raise WireError("bad-name: " + name)
    return os.path.join(folder, name)

def handle(conn, stream):
    """Returns (request, name, error)."""
    request, name = "unknown", ""
    try:
        request, name, size = recv_request(stream)
        if request == "put":
            recv_file(stream, path_of(name), size)
            send_ok(conn)
        elif request == "get":
            send_file(conn, path_of(name))
        elif request == "list":
            entries = []
            for _, folders, files in os.walk(folder):
                entries += sorted(folders) + sorted(files)
            data = "".join([e + "\n" for e in entries]).encode("utf-8", "surrogateescape")
            send_ok(conn, len(data))
            conn.sendall(data)
        else:
            raise WireError("unknown request")
        return request, name, None
    except Exception as e:
        try:
            send_error(conn, type(e).__name__ + " " + str(e))
            conn.shutdown(socket.SHUT_WR)
            conn.settimeout(2)
            for _ in range(100000):
                if not conn.recv(65536):
                    break
        except OSError:
            pass
        return request, name, e

def send_file(conn, path):
    with open(path, "rb") as f:
        send_ok(conn, os.path.getsize(path))
        while True:
            block = f.read(32768)
            if not block:
                break
            conn.sendall(block)

def recv_file(stream, path, size):
    f = open(path, "xb")
    try:
        while size:
            block = stream.read1(min(32768, size))
            if not block:
                raise WireError("data not complete")
            f.write(block)
            size -= len(block)
    except:
        os.remove(path)
        raise
    finally:
        f.close()

if len(sys.argv) != 2:
    print("usage: python server.py <port number>")
    sys.exit(1)
try:
    port = int(sys.argv[1])
    if port < 1 or port > 65535:
        raise ValueError("not a port")
except ValueError as e:
    print("usage: python server.py <port number> (%s)" % e)
    sys.exit(1)
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("", port))
server.listen(50)
print("0.0.0.0 %d server up and running" % port)
sys.stdout.flush()
while True:
    conn, addr = server.accept()
    conn.settimeout(15)
    with conn, conn.makefile("rb") as stream:
        request, name, error = handle(conn, stream)
    status = "success" if error is None else "failure (%s) %s" % (type(error).__name__, error)
    line = "%s:%d | %s | %s | %s | %s\n" % (addr[0], addr[1], datetime.now(), request, name, status)
    sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
