import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    s = socket.socket()
    s.connect((host, port))
    s.sendall(str(srv_port).encode())
    s.close()


def get_listener():
    srv = socket.socket()
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind(("", srv_port))
    srv.listen(1)
    return srv


def serve_clients():
    srv = get_listener()
    contact_clients()
    for n in (1, 2):
        conn, addr = srv.accept()
        data = bytearray()
        while True:
            part = conn.recv(65536)
            if not part:
                break
            data.extend(part)
        srv.close()
        if n == 1:
            # ready for the next client before this one is let go
            srv = get_listener()
        conn.close()
        name, contents = data.split(b"\n", 1)
        with open(name.decode(), "wb") as f:
            f.write(contents)
