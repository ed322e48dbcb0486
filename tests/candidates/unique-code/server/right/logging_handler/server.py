import ast
import http.server
import logging
import sys
import threading
import uuid

messages = logging.getLogger("messages")
messages.setLevel(logging.INFO)
handler = logging.FileHandler("messages.log", encoding="utf-8")
handler.setFormatter(logging.Formatter("%(message)s"))
messages.addHandler(handler)

lock = threading.Lock()
codes = {}


class Base(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        text = self.rfile.read(length).decode("utf-8")
        try:
            request = ast.literal_eval(text)
            with lock:
                result = self.work(request)
        except Exception as error:
            result = {"success": False, "error": repr(error)}
        self.wfile.write(repr(result).encode("utf-8"))
        self.close_connection = True

    def log_message(self, *arguments):
        pass


class Codes(Base):
    def work(self, request):
        if not request["uuid"]:
            raise ValueError("no uuid")
        code = codes.setdefault(request["uuid"], uuid.uuid4().hex)
        return {"success": True, "unique": code}


class Messages(Base):
    def work(self, request):
        if codes[request["uuid"]] != request["unique"]:
            raise PermissionError("wrong code")
        messages.info("%s", request["text"])
        return {"success": True}


def run(port, what):
    http.server.ThreadingHTTPServer(("0.0.0.0", port), what).serve_forever()


ports = [int(word) for word in sys.argv[1:3]] or [8000, 8001]
threads = [threading.Thread(target=run, args=pair) for pair in zip(ports, (Codes, Messages))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
