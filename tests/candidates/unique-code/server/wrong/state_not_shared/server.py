import ast
import multiprocessing
import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

codes = {}


def body(handler):
    return ast.literal_eval(handler.rfile.read(int(handler.headers["Content-Length"])).decode("utf-8"))


def reply(handler, **values):
    handler.wfile.write(str(values).encode("utf-8"))


class CodeHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        data = body(self)
        if not data.get("uuid"):
            return reply(self, success=False, error="invalid uuid")
        codes.setdefault(data["uuid"], secrets.token_hex(16))
        reply(self, success=True, unique=codes[data["uuid"]])


class MessageHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        data = body(self)
        if data.get("uuid") not in codes:
            return reply(self, success=False, error="unknown uuid")
        if data.get("unique") != codes[data["uuid"]] or "text" not in data:
            return reply(self, success=False, error="invalid code")
        with open("logs.txt", "a", encoding="utf-8") as log:
            log.write(data["text"] + "\n")
        reply(self, success=True)


def run(port, handler):
    ThreadingHTTPServer(("", port), handler).serve_forever()


if __name__ == "__main__":
    ports = [int(p) for p in sys.argv[1:]] or [8000, 8001]
    multiprocessing.Process(target=run, args=(ports[0], CodeHandler)).start()
    multiprocessing.Process(target=run, args=(ports[1], MessageHandler)).start()
