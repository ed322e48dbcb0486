import ast
import select
import sys
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer

state = {}


class Codes(BaseHTTPRequestHandler):
    def do_POST(self):
        data = ast.literal_eval(self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8"))
        if not data.get("uuid"):
            self.wfile.write(str({"success": False, "error": "uuid"}).encode())
            return
        unique = state.setdefault(data["uuid"], str(uuid.uuid4()))
        self.wfile.write(str({"success": True, "unique": unique}).encode())


class Messages(BaseHTTPRequestHandler):
    def do_POST(self):
        data = ast.literal_eval(self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8"))
        if "text" not in data or state.get(data.get("uuid"), "") != data.get("unique"):
            self.wfile.write(str({"success": False, "error": "uuid or code"}).encode())
            return
        with open("logs.txt", "a", encoding="utf-8") as f:
            f.write(data["text"] + "\n")
        self.wfile.write(str({"success": True}).encode())


ports = [int(p) for p in sys.argv[1:]] or [8000, 8001]
servers = [HTTPServer(("", ports[0]), Codes), HTTPServer(("", ports[1]), Messages)]
while True:
    ready, _, _ = select.select(servers, [], [])
    for server in ready:
        server.handle_request()
