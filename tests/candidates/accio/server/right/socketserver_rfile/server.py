import os
import signal
import socketserver
import sys


class Accio(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self):
        with open(self.server.path_of(self.request), "wb") as out:
            try:
                self.wfile.write(b"accio\r\n")
                for data in iter(lambda: self.rfile.read1(65536), b""):
                    out.write(data)
            except TimeoutError:
                out.seek(0)
                out.truncate(0)
                out.write(b"ERROR")
            except ConnectionError:
                pass


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port, folder):
        self.folder = folder
        self.numbers = {}
        self.n = 0
        super().__init__(("", port), Accio)

    def get_request(self):
        request, address = super().get_request()
        self.n += 1
        self.numbers[request] = self.n
        return request, address

    def path_of(self, request):
        return os.path.join(self.folder, "%d.file" % self.numbers.pop(request))


def stop(signum, frame):
    os._exit(0)


if __name__ == "__main__":
    try:
        port = int(sys.argv[1])
        if port < 1024 or port > 65535:
            raise ValueError("port must be 1024-65535")
        folder = sys.argv[2]
    except Exception as e:
        sys.stderr.write("ERROR: %s\n" % e)
        sys.exit(1)
    for s in [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT]:
        signal.signal(s, stop)
    if not os.path.exists(folder):
        os.makedirs(folder)
    Server(port, folder).serve_forever()
