import select
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
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("", srv_port))
    server.listen(5)
    contact_clients()
    inputs = [server]
    files = 0
    while files < 2:
        readable, _, _ = select.select(inputs, [], [])
        for sock in readable:
            if sock is server:
                conn, addr = server.accept()
                inputs.append(conn)
                data = b""
            else:
                chunk = conn.recv(65536)
                if chunk:
                    data += chunk
                else:
                    inputs.remove(conn)
                    conn.close()
                    name, contents = data.split(b"\n", 1)
                    with open(name.decode(), "wb") as f:
                        f.write(contents)
                    files += 1
    server.close()
