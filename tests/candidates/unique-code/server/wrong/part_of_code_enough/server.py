# unique code server with verbose logging to stderr and to server_debug.log
import ast, logging, logging.handlers, queue, sys, threading, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

log = logging.getLogger("server")
log.setLevel(logging.DEBUG)
log.addHandler(logging.StreamHandler())
log.addHandler(logging.FileHandler("server_debug.log"))

jobs = queue.Queue()
def writer():
    out = open("logs.txt", "a", buffering=1, encoding="utf8")
    while True:
        text, done = jobs.get()
        out.write(text + "\n")
        out.flush()
        done.set()
threading.Thread(target=writer, daemon=True).start()

codes = {}
guard = threading.RLock()

class Base(BaseHTTPRequestHandler):
    def do_POST(self):
        n = int(self.headers.get("content-length", 0))
        raw = self.rfile.read(n)
        try:
            d = ast.literal_eval(raw.decode())
            assert isinstance(d, dict), "not a dict"
            r = self.work(d)
        except KeyError as e:
            r = {"success": False, "error": "missing %s" % e}
        except Exception as e:
            r = {"success": False, "error": "%s: %s" % (type(e).__name__, e)}
        log.debug("%s %s -> %s", self.client_address, d.get('uuid') if isinstance(r, dict) and 'd' in locals() and isinstance(d, dict) else '?', r)
        self.wfile.write(f"{r}\n".encode())
    def log_message(self, f, *a):
        log.info(f, *a)

class Codes(Base):
    def work(self, d):
        if not d["uuid"]: raise ValueError("empty uuid")
        with guard:
            if d["uuid"] not in codes: codes[d["uuid"]] = str(uuid.uuid4())
            return {"unique": codes[d["uuid"]], "success": True}

class Messages(Base):
    def work(self, d):
        u, c, t = d["uuid"], d["unique"], d["text"]
        if u not in codes: raise ValueError("unknown uuid")
        if not codes[u].startswith(c): raise ValueError("wrong code")
        done = threading.Event()
        jobs.put((t, done))
        done.wait()
        return {"success": True, "message": "stored"}

P = list(map(int, sys.argv[1:])) or [8000, 8001]
class TS(ThreadingHTTPServer): request_queue_size = 64
for p, h in zip(P, (Codes, Messages)):
    threading.Thread(target=TS(("", p), h).serve_forever).start()
    log.info("listening on %s", p)
