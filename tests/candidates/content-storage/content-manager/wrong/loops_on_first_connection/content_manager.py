import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect((host, port))
    s.sendall(str(srv_port).encode())
    s.close()


def recv_all(conn):
    data = b""
    chunk = conn.recv(65536)
    while chunk:
        data += chunk
        chunk = conn.recv(65536)
    return data


def serve_clients():
    srv = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind(("", srv_port))
    srv.listen()
    contact_clients()
    conn, addr = srv.accept()
    for _ in range(2):
        msg = recv_all(conn)
        if msg:
            name, contents = msg.split(b"\n", 1)
            with open(name.decode(), "wb") as f:
                f.write(contents)
    conn.close()
    srv.close()
