import ast
import hashlib
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

salt = os.urandom(16)
asked = set()
write_lock = threading.Lock()


def code_of(uuid):
    return hashlib.sha256(salt + uuid.encode()).hexdigest()[:20]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        try:
            request = ast.literal_eval(body.decode("utf-8"))
            answer = self.server.action(request)
        except Exception as error:
            answer = {"success": False, "error": "bad request: " + repr(error)}
        text = str(answer).encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def codes(request):
    if not request.get("uuid"):
        return {"success": False, "error": "uuid missing"}
    asked.add(request["uuid"])
    return {"success": True, "unique": code_of(request["uuid"])}


def messages(request):
    uuid, unique, text = request["uuid"], request["unique"], request["text"]
    if uuid not in asked:
        return {"success": False, "error": "uuid unknown"}
    if unique != code_of(uuid):
        return {"success": False, "error": "code is wrong"}
    with write_lock:
        with open("log.txt", "a", encoding="utf-8") as f:
            f.write(f"{uuid}: {text}\n")
            f.flush()
            os.fsync(f.fileno())
    return {"success": True}


class Server(ThreadingHTTPServer):
    request_queue_size = 64

    def __init__(self, port, action):
        super().__init__(("", port), Handler)
        self.action = action


first = Server(int(sys.argv[1]) if len(sys.argv) > 1 else 8000, codes)
second = Server(int(sys.argv[2]) if len(sys.argv) > 2 else 8001, messages)
threading.Thread(target=first.serve_forever).start()
second.serve_forever()
