import os, socket, sys, threading
from datetime import datetime
from common_utilities import *

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "client_data")
if not os.path.isdir(folder):
    folder = os.getcwd()

def usage(reason):
    print("error:", reason)
    print("usage: python client.py <hostname> <port> <put filename|get filename|list>")
    sys.exit(1)

def feed(sock, f):
    # in a thread, since the server may answer before all is sent
    try:
        while True:
            block = f.read(32768)
            if not block:
                break
            sock.sendall(block)
    except OSError:
        pass

def do_put(sock, stream, name, f):
    send_request(sock, "put", name, os.path.getsize(os.path.join(folder, name)))
    threading.Thread(target=feed, args=(sock, f), daemon=True).start()
    recv_reply(stream)

def do_get(sock, stream, name):
    send_request(sock, "get", name)
    size = recv_reply(stream)
    path = os.path.join(folder, name)
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

def do_list(sock, stream):
    send_request(sock, "list")
    size = recv_reply(stream)
    data = b""
    while len(data) < size:
        block = stream.read1(size - len(data))
        if not block:
            raise WireError("listing not complete")
        data += block
    for line in data.split(b"\n")[:-1]:
        sys.stdout.buffer.write(line + b"\n")

def run(host, port, request, name):
    if request == "get" and os.path.exists(os.path.join(folder, name)):
        raise FileExistsError("file exists: " + name)
    if request == "put":
        f = open(os.path.join(folder, name), "rb")
    print("Connecting to", (host, port), "...")
    sock = socket.create_connection((host, port), timeout=25)
    print("Connected.")
    sys.stdout.flush()
    with sock, sock.makefile("rb") as stream:
        if request == "put":
            do_put(sock, stream, name, f)
        elif request == "get":
            do_get(sock, stream, name)
        else:
            do_list(sock, stream)

args = sys.argv[1:]
if len(args) < 3:
    usage("too few arguments")
try:
    port = int(args[1])
except ValueError:
    usage("the port is not a number")
if port < 1 or port > 65535:
    usage("the port is out of range")
if args[2] not in ("put", "get", "list"):
    usage("unknown request " + args[2])
if len(args) != (3 if args[2] == "list" else 4):
    usage("wrong number of arguments")
name = args[3] if len(args) == 4 else ""
code = 0
try:
    run(args[0], port, args[2], name)
    status = "success"
except Exception as e:
    status = "failure (%s) %s" % (type(e).__name__, e)
    code = 1
line = "%s:%d | %s | %s | %s | %s\n" % (args[0], port, datetime.now(), args[2], name, status)
sys.stdout.flush()
sys.stdout.buffer.write(line.encode("utf-8", "surrogateescape"))
sys.stdout.buffer.flush()
os._exit(code)
