import os, select, signal, socket, sys
from concurrent.futures import ThreadPoolExecutor

def die(msg):
    print("ERROR:", msg, file=sys.stderr)
    sys.exit(1)

def job(c, n):
    with c:
        buf = open(n, "wb", buffering=0)
        c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in (b"ac", b"cio", b"\r", b"\n"):
            c.sendall(part)
        while True:
            r, w, x = select.select([c], [], [], 10)
            if not r:
                buf.close()
                buf = open(n, "wb", buffering=0)
                buf.write(b"ERROR")
                break
            try:
                d = c.recv(1024)
            except ConnectionResetError:
                break
            if not d:
                break
            buf.write(d)
        buf.close()

if len(sys.argv) < 3:
    die("need port and dir")
try:
    p = int(sys.argv[1])
except ValueError:
    die("port is not a number")
if p < 1024 or p > 65535:
    die("port out of range")
for s in (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
    signal.signal(s, lambda a, b: os._exit(0))
os.makedirs(sys.argv[2], exist_ok=True)
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("0.0.0.0", p))
s.listen()
i = 0
pool = ThreadPoolExecutor(64)
while 1:
    c, a = s.accept()
    i += 1
    pool.submit(job, c, "%s/%d.file" % (sys.argv[2], i))
