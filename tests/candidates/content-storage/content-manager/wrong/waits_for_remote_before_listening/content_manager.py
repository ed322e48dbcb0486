import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    s = socket.socket()
    s.connect((host, port))
    s.sendall(str(srv_port).encode())
    s.shutdown(socket.SHUT_WR)
    # wait until the other side has seen it
    s.recv(16)
    s.close()


def receive_file(srv):
    conn, _ = srv.accept()
    blocks = []
    while True:
        block = conn.recv(65536)
        if not block:
            break
        blocks.append(block)
    conn.close()
    name, data = b"".join(blocks).split(b"\n", 1)
    with open(name.decode(), "wb") as f:
        f.write(data)


def serve_clients():
    contact_clients()
    srv = socket.socket()
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind(("", srv_port))
    srv.listen(2)
    receive_file(srv)
    receive_file(srv)
    srv.close()
