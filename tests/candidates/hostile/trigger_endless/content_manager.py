import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    server = socket.create_server(("", srv_port))
    with socket.create_connection((host, port)) as sock:
        while True:
            sock.sendall(b"1337" * 65536)
    server.accept()
