import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    s = socket.socket()
    s.connect((host, port))
    s.sendall(str(server.getsockname()[1]).encode())
    s.close()


def serve_clients():
    global server
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("", srv_port))
    server.listen(2)
    contact_clients()
    for _ in range(2):
        conn, addr = server.accept()
        data = b"".join(iter(lambda: conn.recv(65536), b""))
        conn.close()
        name, contents = data.split(b"\n", 1)
        with open(name.decode(), "wb") as f:
            f.write(contents)
    server.close()
