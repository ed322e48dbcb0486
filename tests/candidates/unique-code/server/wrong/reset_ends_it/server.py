import ast
import os
import selectors
import socket
import sys

selector = selectors.DefaultSelector()
codes = {}
log = os.open("log.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)


def want(message, *names):
    if not isinstance(message, dict):
        raise ValueError("not a dictionary")
    for name in names:
        if not isinstance(message.get(name), str) or not message[name]:
            raise ValueError("the parameter " + name + " is invalid")


def on_code(message):
    want(message, "uuid")
    return {"success": True, "unique": codes.setdefault(message["uuid"], os.urandom(6).hex())}


def on_message(message):
    want(message, "uuid", "unique", "text")
    if message["uuid"] not in codes:
        raise ValueError("unknown uuid")
    if codes[message["uuid"]] != message["unique"]:
        raise ValueError("this code belongs to somebody else")
    os.write(log, (message["text"] + "\n").encode())
    return {"success": True}


class Client:
    def __init__(self, sock, work):
        self.sock, self.work, self.data = sock, work, b""

    def body(self):
        """The body, or None as long as it is not whole."""
        head, separator, rest = self.data.partition(b"\r\n\r\n")
        for line in head.lower().split(b"\r\n"):
            if separator and line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
                return rest[:length] if len(rest) >= length else None
        return b"" if separator else None

    def readable(self):
        try:
            part = self.sock.recv(2048)
        except OSError:
            part = b""
        self.data += part
        body = self.body()
        if part and body is None:
            return
        selector.unregister(self.sock)
        if body is not None:
            try:
                reply = self.work(ast.literal_eval(body.decode()))
            except Exception as error:
                reply = {"success": False, "error": str(error) or "invalid"}
            self.sock.setblocking(True)
            self.sock.sendall(("%r" % reply).encode())
            self.sock.shutdown(socket.SHUT_WR)
        self.sock.close()


class Listener:
    def __init__(self, port, work):
        self.sock = socket.create_server(("127.0.0.1", port))
        self.work = work

    def readable(self):
        sock, _ = self.sock.accept()
        sock.setblocking(False)
        selector.register(sock, selectors.EVENT_READ, Client(sock, self.work))


ports = [int(port) for port in sys.argv[1:]] + [8000, 8001][len(sys.argv) - 1:]
for port, work in zip(ports, (on_code, on_message)):
    listener = Listener(port, work)
    selector.register(listener.sock, selectors.EVENT_READ, listener)
while True:
    for key, _ in selector.select():
        key.data.readable()
