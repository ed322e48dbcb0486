import socket
import threading

host = "127.0.0.1"
port = 5000
srv_port = 1337


def contact_clients():
    s = socket.create_connection((host, port))
    s.sendall(str(srv_port).encode())
    s.close()


def handle(conn):
    data = b"".join(iter(lambda: conn.recv(65536), b""))
    conn.close()
    name, contents = data.split(b"\n", 1)
    with open(name.decode(), "wb") as f:
        f.write(contents)


def serve_clients():
    server = socket.create_server(("", srv_port))
    contact_clients()
    count = 0
    while count <= 2:
        conn, addr = server.accept()
        t = threading.Thread(target=handle, args=(conn,), daemon=True)
        t.start()
        count += 1
    server.close()
