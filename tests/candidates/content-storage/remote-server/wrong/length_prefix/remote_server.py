import os
import selectors
import socket
import sys

sel = selectors.DefaultSelector()


def on_accept(listener, _):
    conn, peer = listener.accept()
    sel.register(conn, selectors.EVENT_READ, (on_trigger, (peer[0], [])))


def on_trigger(conn, state):
    host, pieces = state
    piece = conn.recv(100)
    if piece:
        pieces.append(piece)
        return
    sel.unregister(conn)
    conn.close()
    for path in sys.argv[2:4]:
        out = socket.create_connection((host, int(b"".join(pieces))))
        out.setblocking(False)
        with open(path, "rb") as f:
            data = f.read()
        name = os.path.basename(path).encode()
        data = memoryview(len(data).to_bytes(4, "big") + name + b"\n" + data)
        sel.register(out, selectors.EVENT_WRITE, (on_writable, [data]))


def on_writable(out, state):
    sent = out.send(state[0][:65536])
    state[0] = state[0][sent:]
    if not state[0]:
        sel.unregister(out)
        out.close()


server = socket.create_server(("", int(sys.argv[1])))
sel.register(server, selectors.EVENT_READ, (on_accept, None))
while True:
    for key, _ in sel.select():
        callback, data = key.data
        callback(key.fileobj, data)
