import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    s = socket.socket()
    s.connect((host, port))
    s.sendall(str(srv_port).encode())
    s.close()


def serve_clients():
    server = socket.create_server(("", srv_port))
    contact_clients()
    for _ in range(2):
        conn, addr = server.accept()
        with conn, conn.makefile("r", encoding="latin-1") as stream:
            name = stream.readline().rstrip("\n")
            with open(name, "w", encoding="latin-1") as out:
                out.write(stream.read())
    server.close()
