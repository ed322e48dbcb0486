"""server.py PORT USER...: a process for each connection; the keys are in files, which all of them see."""
import os
import secrets
import signal
import socketserver
import sys
import tempfile

USERS = set(sys.argv[2:])
KEYS = tempfile.mkdtemp()


class Handler(socketserver.StreamRequestHandler):
    def answer(self, status, text, extra=""):
        body = text.encode()
        self.wfile.write(f"HTTP/1.1 {status}\r\n{extra}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def handle(self):
        while line := self.rfile.readline(65537):
            length = 0
            while (field := self.rfile.readline(65537)) not in (b"\r\n", b"\n", b""):
                name, _, value = field.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            self.rfile.read(length)
            self.route(line.decode("latin-1").split())

    def route(self, words):
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            return self.answer("400 Bad Request", "this is no request line")
        method, target, _ = words
        match target.split("/"):
            case ["", "user", user, ""] if user:
                if method != "KEY":
                    return self.answer("405 Method Not Allowed", "only KEY here", "Allow: KEY\r\n")
                if user not in USERS:
                    return self.answer("404 Not Found", "no such user")
                key = secrets.token_hex(64)
                with open(os.path.join(KEYS, key), "w") as f:
                    f.write(user)
                self.answer("200 OK", key)
            case ["", "key", user, key, ""] if user and key:
                if method != "PUT":
                    return self.answer("405 Method Not Allowed", "only PUT here", "Allow: PUT\r\n")
                try:
                    with open(os.path.join(KEYS, key)) as f:
                        owner = f.read()
                except OSError:
                    owner = None
                if owner == user:
                    self.answer("200 OK", "the key is right")
                else:
                    self.answer("403 Forbidden", "the key is wrong")
            case _:
                self.answer("400 Bad Request", "no such resource")


class Server(socketserver.ForkingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    request_queue_size = 100
    max_children = 200


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
Server(("", int(sys.argv[1])), Handler).serve_forever()
