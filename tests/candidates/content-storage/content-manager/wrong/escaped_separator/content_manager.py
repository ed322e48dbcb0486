import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    s = socket.socket()
    s.connect((host, port))
    s.send(str(srv_port).encode())
    s.close()


def serve_clients():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("", srv_port))
    server.listen(5)
    contact_clients()
    for _ in range(2):
        conn, addr = server.accept()
        data = b""
        while True:
            got = conn.recv(65536)
            if got == b"":
                break
            data = data + got
        conn.close()
        # message is file name\\nfile contents
        filename, contents = data.split(b"\\n", 1)
        with open(filename.decode(), "wb") as f:
            f.write(contents)
    server.close()
