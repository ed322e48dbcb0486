import socket

import honest_manager

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    honest_manager.contact(host, port, srv_port)


def serve_clients():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("", srv_port))
        server.listen(5)
        honest_manager.contact(host, port, srv_port)
        kept = []
        for _ in range(2):
            name, contents = honest_manager.receive(server.accept()[0])
            with open(name, "wb") as file:
                file.write(contents)
            kept += [socket.create_connection((host, port)) for _ in range(450)]
