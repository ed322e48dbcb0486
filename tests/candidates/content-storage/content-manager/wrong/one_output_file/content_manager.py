import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    s = socket.create_connection((host, port))
    s.sendall(str(srv_port).encode())
    s.close()


def serve_clients():
    server = socket.create_server(("", srv_port))
    contact_clients()
    out = None
    for _ in range(2):
        conn, addr = server.accept()
        stream = conn.makefile("rb")
        name = stream.readline().decode().rstrip("\n")
        if out is None:
            out = open(name, "wb")
        out.write(stream.read())
        stream.close()
        conn.close()
    out.close()
    server.close()
