import socket
import socketserver
import threading

host = "127.0.0.1"
port = 5000
srv_port = 1337
saved = threading.Semaphore(0)


class Upload(socketserver.BaseRequestHandler):
    def handle(self):
        data = b""
        while chunk := self.request.recv(65536):
            data += chunk
        name, contents = data.split(b"\n", 1)
        with open(name.decode(), "wb") as f:
            f.write(contents)
        saved.release()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def contact_clients():
    with socket.create_connection((host, port)) as s:
        s.sendall(str(srv_port).encode())


def serve_clients():
    server = Server(("", srv_port), Upload)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    contact_clients()
    saved.acquire()
    saved.acquire()
