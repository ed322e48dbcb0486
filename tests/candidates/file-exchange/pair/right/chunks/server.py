"""File server. Strings and files travel in chunks: four bytes of length, then as many bytes.

An empty chunk ends a file; the length 0xFFFFFFFF is followed by an error chunk instead.
"""
import os
import socketserver
import struct
import sys
import time

FAILED = 0xFFFFFFFF


class Problem(Exception):
    pass


class Handler(socketserver.StreamRequestHandler):
    timeout = 20
    wbufsize = 65536

    def length(self):
        raw = self.rfile.read(4)
        if len(raw) < 4:
            raise Problem("connection lost")
        return struct.unpack(">I", raw)[0]

    def chunk(self, most=1 << 20):
        size = self.length()
        if size > most:
            raise Problem("chunk too large")
        data = self.rfile.read(size)
        if len(data) < size:
            raise Problem("connection lost")
        return data

    def send(self, data):
        self.wfile.write(struct.pack(">I", len(data)) + data)

    def handle(self):
        self.request_name = b"?"
        self.name = b""
        result = b"success"
        try:
            self.request_name = self.chunk(10)
            self.name = self.chunk(1000)
            if self.name and (b"/" in self.name or self.name in (b".", b"..") or len(self.name) > 255):
                raise Problem("bad name")
            {b"put": self.put, b"get": self.get, b"list": self.list}[self.request_name]()
            self.send(b"")
            self.wfile.flush()
        except (Problem, OSError, KeyError) as error:
            result = b"failure %s: %s" % (type(error).__name__.encode(), str(error).encode("utf-8", "replace"))
            self.refuse(result)
        host, port = self.client_address
        head = "%s:%d %s " % (host, port, time.asctime())
        os.write(1, head.encode() + b" ".join([self.request_name, self.name, result]) + b"\n")

    def refuse(self, text):
        try:
            self.wfile.write(struct.pack(">I", FAILED))
            self.send(text)
            self.wfile.flush()
            self.connection.shutdown(1)
            self.connection.settimeout(3)
            end = time.time() + 10
            while time.time() < end and self.rfile.read1(65536):
                pass
        except (OSError, ValueError):
            pass

    def put(self):
        with open(self.name, "xb") as f:
            try:
                while data := self.chunk():
                    f.write(data)
            except (Problem, OSError):
                os.unlink(self.name)
                raise

    def get(self):
        with open(self.name, "rb") as f:
            while data := f.read(65536):
                self.send(data)

    def list(self):
        for entry in os.listdir(b"."):
            self.send(entry)

    def finish(self):
        try:
            super().finish()
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if len(sys.argv) != 2 or not sys.argv[1].isdigit() or not 0 < int(sys.argv[1]) < 65536:
    sys.exit("usage: server.py <port>")
with Server(("0.0.0.0", int(sys.argv[1])), Handler) as server:
    print("%s:%d server up and running" % server.server_address, flush=True)
    server.serve_forever()
