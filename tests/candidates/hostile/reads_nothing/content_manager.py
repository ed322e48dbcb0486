import socket

import honest_manager

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    honest_manager.contact(host, port, srv_port)


def serve_clients():
    server = socket.create_server(("", srv_port))
    honest_manager.contact(host, port, srv_port)
    kept = [server.accept() for _ in range(2)]
    while True:
        server.accept()
