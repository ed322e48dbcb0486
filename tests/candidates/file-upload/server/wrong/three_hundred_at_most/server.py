import os
import selectors
import signal
import socket
import sys
import time

# One thread; each connection has a deadline that moves with its data.


def error(text):
    sys.stderr.write("ERROR: " + text + "\n")
    sys.exit(1)


class Upload:
    def __init__(self, conn, path):
        self.conn = conn
        self.path = path
        self.file = open(path, "wb")
        self.deadline = time.monotonic() + 10

    def close(self):
        sel.unregister(self.conn)
        self.conn.close()
        self.file.close()


if len(sys.argv) != 3:
    error("give a port and a directory")
if not sys.argv[1].isdigit() or not 1023 < int(sys.argv[1]) < 65536:
    error("bad port " + sys.argv[1])
for s in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
    signal.signal(s, lambda *_: os._exit(0))
directory = sys.argv[2]
if not os.path.isdir(directory):
    os.mkdir(directory)

sel = selectors.DefaultSelector()
listener = socket.create_server(("", int(sys.argv[1])), backlog=200)
sel.register(listener, selectors.EVENT_READ)
uploads = {}
number = 0
while True:
    wait = None
    if uploads:
        wait = max(0, min(u.deadline for u in uploads.values()) - time.monotonic())
    for key, _ in sel.select(wait):
        if key.fileobj is listener:
            conn, _ = listener.accept()
            if len(uploads) == 300:
                conn.close()
                continue
            number += 1
            uploads[conn] = Upload(conn, os.path.join(directory, str(number) + ".file"))
            sel.register(conn, selectors.EVENT_READ)
            continue
        upload = uploads[key.fileobj]
        try:
            data = upload.conn.recv(1 << 18)
        except OSError:
            data = b""
        if data:
            upload.file.write(data)
            upload.deadline = time.monotonic() + 10
        else:
            upload.close()
            del uploads[key.fileobj]
    now = time.monotonic()
    for conn in [c for c in uploads if uploads[c].deadline <= now]:
        upload = uploads.pop(conn)
        upload.close()
        with open(upload.path, "w") as f:
            f.write("ERROR")
