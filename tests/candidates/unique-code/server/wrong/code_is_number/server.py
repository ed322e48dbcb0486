import ast, random, sys, threading
from socketserver import StreamRequestHandler, ThreadingTCPServer

UNIQUE = {}
LOCK = threading.RLock()
LOG = open("server.log", "a", encoding="utf-8", buffering=1)

class Base(StreamRequestHandler):
    def handle(self):
        n = 0
        self.rfile.readline()
        for line in self.rfile:
            if line.strip() == b"":
                break
            if line.lower().startswith(b"content-length:"):
                n = int(line[15:])
        body = self.rfile.read(n).decode("utf-8")
        try:
            d = dict(ast.literal_eval(body))
        except Exception:
            return self.no("The body is not valid")
        with LOCK:
            self.run(d)

    def yes(self, **more):
        self.wfile.write(repr(dict(success=True, **more)).encode())

    def no(self, why):
        self.wfile.write(repr(dict(success=False, error=why)).encode())

class Codes(Base):
    def run(self, d):
        u = d.get("uuid")
        if u in (None, ""):
            return self.no("uuid is not valid")
        if u not in UNIQUE:
            UNIQUE[u] = random.randrange(10 ** 12)
        self.yes(unique=UNIQUE[u])

class Messages(Base):
    def run(self, d):
        if not {"uuid", "unique", "text"} <= set(d):
            return self.no("parameters are not valid")
        if UNIQUE.get(d["uuid"]) is None:
            return self.no("uuid does not exist")
        if UNIQUE[d["uuid"]] != d["unique"]:
            return self.no("unique code is wrong")
        LOG.write("%s\n" % d["text"])
        LOG.flush()
        self.yes()

class Server(ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 60
    daemon_threads = True

ports = [int(p) for p in sys.argv[1:3]] or [8000, 8001]
a, b = Server(("", ports[0]), Codes), Server(("", ports[1]), Messages)
threading.Thread(target=a.serve_forever).start()
b.serve_forever()
