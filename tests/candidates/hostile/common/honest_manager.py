"""The content manager's role, played rightly: what is shown beside an attack must not depend on it."""
import socket


def contact(host, port, srv_port):
    with socket.create_connection((host, port)) as sock:
        sock.sendall(str(srv_port).encode())


def receive(conn):
    data = bytearray()
    with conn:
        while chunk := conn.recv(65536):
            data += chunk
    name, contents = data.split(b"\n", 1)
    return name.decode(), contents


def serve(host, port, srv_port, save=None):
    """`save` takes the name and the contents of each upload in place of writing a file."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("", srv_port))
        server.listen(5)
        contact(host, port, srv_port)
        for _ in range(2):
            name, contents = receive(server.accept()[0])
            if save:
                save(name, contents)
                continue
            with open(name, "wb") as file:
                file.write(contents)
