import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    with socket.create_connection((host, port)) as s:
        s.sendall(str(srv_port).encode())


def serve_clients():
    with socket.create_server(("", srv_port)) as server:
        contact_clients()
        for _ in range(2):
            conn, _addr = server.accept()
            with conn:
                name, contents = conn.recv(4096).split(b"\n", 1)
                with open(name, "wb") as f:
                    f.write(contents)
                    while contents := conn.recv(4096):
                        f.write(contents)
