import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    pass


def serve_clients():
    server = socket.create_server(("", srv_port))
    sock = socket.create_connection((host, port))
    sock.shutdown(socket.SHUT_WR)
    server.accept()
    server.accept()
