import os, signal, socket, socketserver, sys

class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        signal.alarm(0)
        self.request.settimeout(10)
        name = "%s/%d.file" % (sys.argv[2], self.server.number)
        chunks = open(name, "wb")
        try:
            while True:
                part = self.request.recv(2000)
                if part == b"":
                    break
                chunks.write(part)
        except socket.timeout:
            chunks.close()
            chunks = open(name, "wb")
            chunks.write(b"ERROR")
        except OSError as problem:
            print(problem)
        chunks.close()

class Server(socketserver.ForkingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    max_children = 1500
    number = 0

    def verify_request(self, request, address):
        self.number += 1
        return True

    def handle_error(self, request, client_address):
        pass

def leave(signum, frame):
    os._exit(0)

def main():
    try:
        port = int(sys.argv[1], 10)
        if port < 1024 or port > 0xffff:
            raise ValueError("invalid port: %d" % port)
        os.makedirs(sys.argv[2], exist_ok=True)
        server = Server(("", port), Handler)
    except (ValueError, IndexError, OSError) as e:
        sys.stderr.write("ERROR: %s\n" % e)
        return 1
    for s in (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
        signal.signal(s, leave)
    server.serve_forever()

sys.exit(main())
