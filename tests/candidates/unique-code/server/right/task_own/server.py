import ast
import sys
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

HOST = ""
PORT1 = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
PORT2 = int(sys.argv[2]) if len(sys.argv) > 2 else 8001

state = {}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        try:
            data = ast.literal_eval(self.rfile.read(length).decode("utf-8"))
        except (ValueError, SyntaxError):
            data = None
        reply = self.answer(data) if isinstance(data, dict) else self.error("Body is not a dict")
        self.wfile.write(str(reply).encode("utf-8"))

    def error(self, message):
        return {"success": False, "error": message}


class ServerUUID(Handler):
    def answer(self, data):
        name = data.get("uuid")
        if not isinstance(name, str) or name == "":
            return self.error("Invalid uuid")
        if name not in state:
            state[name] = uuid.uuid4().hex
        return {"success": True, "unique": state[name]}


class ServerMessage(Handler):
    def answer(self, data):
        if not all(isinstance(data.get(key), str) for key in ("uuid", "unique", "text")):
            return self.error("Invalid parameters")
        if data["uuid"] not in state:
            return self.error("Unknown uuid")
        if state[data["uuid"]] != data["unique"]:
            return self.error("Wrong unique code")
        with open("logs.txt", "a", encoding="utf-8") as log:
            log.write(data["text"] + "\n")
        return {"success": True}


server = ThreadingHTTPServer((HOST, PORT1), ServerUUID)
print(f"[*] Server started on socket ({HOST}, {PORT1})")
server_message = ThreadingHTTPServer((HOST, PORT2), ServerMessage)
print(f"[*] Server started on socket ({HOST}, {PORT2})")

Thread(target=server.serve_forever).start()
Thread(target=server_message.serve_forever).start()
