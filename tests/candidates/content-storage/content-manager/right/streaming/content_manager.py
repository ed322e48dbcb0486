import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337

# reads the name one byte at a time, then copies the rest straight to disk


def contact_clients():
    s = socket.socket()
    s.connect((host, port))
    s.sendall(str(srv_port).encode())
    s.shutdown(socket.SHUT_WR)
    s.close()


def read_name(conn):
    name = b""
    byte = conn.recv(1)
    while byte and byte != b"\n":
        name += byte
        byte = conn.recv(1)
    return name.decode()


def serve_clients():
    srv = socket.socket()
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind(("0.0.0.0", srv_port))
    srv.listen(2)
    contact_clients()
    count = 0
    while count < 2:
        conn, addr = srv.accept()
        fd = open(read_name(conn), "wb")
        block = conn.recv(8192)
        while block:
            fd.write(block)
            block = conn.recv(8192)
        fd.close()
        conn.close()
        count += 1
    srv.close()
