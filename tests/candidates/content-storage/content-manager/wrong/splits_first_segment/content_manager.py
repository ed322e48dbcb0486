"""Content manager: asks a remote server for two files and saves them."""
import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect((host, port))
    sock.sendall(str(srv_port).encode())
    sock.close()


def serve_clients():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("", srv_port))
    server.listen(5)
    contact_clients()
    for _ in range(2):
        conn, addr = server.accept()
        data = conn.recv(65536)
        if b"\n" not in data:
            data += b"\n"
        while chunk := conn.recv(65536):
            data += chunk
        conn.close()
        name, contents = data.split(b"\n", 1)
        with open(name.decode(), "wb") as f:
            f.write(contents)
    server.close()
