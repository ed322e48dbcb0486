import io, os, socket, sys, threading, time

# put: a thread sends, while the main thread waits for the answer

def usage(why):
    print(why)
    print("usage: python client.py host port [put file | get file | list]")
    sys.exit(1)

def recv_line(s):
    line = b""
    while line[-1:] != b"\n":
        c = s.recv(1)
        if not c:
            raise EOFError("connection closed by the server")
        line += c
    return line[:-1].decode(errors="replace")

def ok_size(s):
    kind, rest = (recv_line(s) + " ").split(" ", 1)
    if kind != "OK":
        raise RuntimeError(rest.strip())
    return int(rest)

def sender(s, f):
    try:
        while True:
            b = f.read(20000)
            if not b:
                break
            while b:
                b = b[s.send(b):]
    except OSError:
        pass

def put(s, name, f):
    f = io.BytesIO(f.read().encode())
    size = len(f.getvalue())
    s.sendall(("PUT %d " % size).encode() + os.fsencode(name) + b"\n")
    threading.Thread(target=sender, args=(s, f), daemon=True).start()
    s.settimeout(25)
    ok_size(s)

def get(s, name):
    s.sendall(b"GET " + os.fsencode(name) + b"\n")
    size = ok_size(s)
    f = open(name, "xb")
    try:
        while size:
            b = s.recv(min(size, 20000))
            if not b:
                raise EOFError("the file is not complete")
            f.write(b)
            size -= len(b)
    except:
        f.close()
        os.remove(name)
        raise
    f.close()

def ls(s):
    s.sendall(b"LIST\n")
    size = ok_size(s)
    data = b""
    while len(data) < size:
        b = s.recv(size - len(data))
        if not b:
            raise EOFError("the listing is not complete")
        data += b
    sys.stdout.buffer.write(data)

args = sys.argv[1:]
if len(args) < 3:
    usage("too few arguments")
host, port, what = args[:3]
if not port.isdigit() or int(port) < 1 or int(port) > 65535:
    usage("bad port")
if what not in ("put", "get", "list"):
    usage("unknown request")
if len(args) != {"put": 4, "get": 4, "list": 3}[what]:
    usage("wrong number of arguments")
name = args[3] if len(args) == 4 else "-"
code = 0
peer = "%s:%s" % (host, port)
try:
    if what == "get" and os.path.exists(name):
        raise FileExistsError("will not overwrite " + name)
    f = open(name, errors="ignore", newline="") if what == "put" else None
    print("Connecting to", (host, port))
    s = socket.create_connection((host, int(port)), timeout=20)
    print("Connected")
    peer = "%s:%d" % s.getpeername()[:2]
    if what == "put":
        put(s, name, f)
    elif what == "get":
        get(s, name)
    else:
        ls(s)
    s.close()
    status = "success"
except Exception as e:
    status = "failure: " + type(e).__name__ + ": " + str(e)
    code = 1
sys.stdout.flush()
report = " ".join([peer, time.strftime("%H:%M:%S"), what, name, status])
sys.stdout.buffer.write(os.fsencode(report) + b"\n")
sys.stdout.flush()
os._exit(code)
