import socket

import markup

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    server = socket.create_server(("", srv_port))
    with socket.create_connection((host, port)) as sock:
        sock.sendall(markup.TEXT.encode("utf-8", "surrogatepass"))
    server.accept()
