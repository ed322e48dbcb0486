import shutil
import socket
import socketserver

host = "localhost"
port = 5000
srv_port = 1337


class SaveHandler(socketserver.StreamRequestHandler):
    def handle(self):
        file_name = self.rfile.readline().decode()[:-1]
        with open(file_name, "wb") as target:
            shutil.copyfileobj(self.rfile, target)


class ContentServer(socketserver.TCPServer):
    allow_reuse_address = True


def contact_clients():
    conn = socket.socket()
    try:
        conn.connect((host, port))
        conn.sendall(str(srv_port).encode())
    finally:
        conn.close()


def serve_clients():
    with ContentServer(("", srv_port), SaveHandler) as server:
        contact_clients()
        server.handle_request()
        server.handle_request()
