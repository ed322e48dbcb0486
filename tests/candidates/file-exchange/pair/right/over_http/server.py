"""server.py PORT: HTTP carries the requests; PUT and GET /NAME, and GET / for the list."""
import json
import os
import sys
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    timeout = 20

    def name(self):
        name = urllib.parse.unquote(self.path[1:], errors="surrogateescape")
        if "/" in name or name in (".", ".."):
            raise PermissionError("bad name")
        return name

    def report(self, request, name, outcome):
        line = "%s:%d %s %s %s %s\n" % (*self.client_address, time.ctime(), request, name, outcome)
        sys.stdout.buffer.write(os.fsencode(line))
        sys.stdout.buffer.flush()

    def answer(self, status, body=b"", size=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if size is None else size))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        left = int(self.headers["Content-Length"])
        while left:
            data = self.rfile.read1(min(left, 65536))
            if not data:
                raise ConnectionError("the data end too early")
            left -= len(data)
            yield data

    def do_PUT(self):
        name = "?"
        try:
            name = self.name()
            data = self.body()
            try:
                file = open(name, "xb")
            except OSError as error:
                for _ in data:
                    pass
                self.answer(409, str(error.strerror).encode())
                return self.report("put", name, "failure: " + str(error.strerror))
            try:
                with file:
                    for block in data:
                        file.write(block)
            except OSError:
                os.remove(name)
                raise
            self.answer(201)
            self.report("put", name, "success")
        except OSError as error:
            self.report("put", name, "failure: %s %s" % (type(error).__name__, error))

    def do_GET(self):
        name = "?"
        request = "list" if self.path == "/" else "get"
        try:
            name = self.name()
            if request == "list":
                self.answer(200, json.dumps(os.listdir(".")).encode())
                return self.report("list", "", "success")
            try:
                file = open(name, "rb")
            except OSError as error:
                self.answer(404, str(error.strerror).encode())
                return self.report("get", name, "failure: " + str(error.strerror))
            with file:
                self.answer(200, size=os.fstat(file.fileno()).st_size)
                while block := file.read(65536):
                    self.wfile.write(block)
            self.report("get", name, "success")
        except OSError as error:
            self.report(request, name, "failure: %s %s" % (type(error).__name__, error))

    def log_message(self, text, *arguments):
        pass


if len(sys.argv) != 2 or not sys.argv[1].isdigit() or not 0 < int(sys.argv[1]) < 65536:
    sys.exit("usage: server.py PORT")
server = ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), Handler)
print("0.0.0.0:%s server up and running" % sys.argv[1], flush=True)
server.serve_forever()
