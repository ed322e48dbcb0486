import itertools, os, signal, socketserver, sys

def die(message):
    print("ERROR: " + message, file=sys.stderr)
    raise SystemExit(1)

class Receiver(socketserver.BaseRequestHandler):
    timeout = 10

    def handle(self):
        self.request.settimeout(self.timeout)
        out = open(self.server.names.pop(self.client_address), "wb")
        try:
            for block in iter(lambda: self.request.recv(16384), b""):
                out.write(block)
        except TimeoutError:
            out.seek(0)
            out.truncate()
            out.write(b"ERROR")
        except ConnectionError:
            pass
        out.close()

class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    counter = itertools.count(1)
    names = {}

    def process_request(self, request, client_address):
        # still in the main thread, so the numbers follow the order of the connections
        self.names[client_address] = os.path.join(folder, "%d.file" % next(self.counter))
        super().process_request(request, client_address)

if len(sys.argv) != 3:
    die("two arguments, please")
try:
    port = int(sys.argv[1])
except ValueError:
    die("the port is not a number")
if not 1024 <= port <= 65535:
    die("the port is out of range")
folder = sys.argv[2]
os.makedirs(folder, exist_ok=True)

def quit_now(*args):
    os._exit(0)

signal.signal(signal.SIGTERM, quit_now)
signal.signal(signal.SIGQUIT, quit_now)
signal.signal(signal.SIGINT, quit_now)
Server(("", port), Receiver).serve_forever()
