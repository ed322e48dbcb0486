import socket

host = "127.0.0.1"
port = 5000
srv_port = 1337

def contact_clients():
    client = socket.socket()
    client.connect((host, port))
    client.send(str(srv_port).encode())
    client.close()

def serve_clients():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("0.0.0.0", srv_port))
    server.listen(2)
    contact_clients()
    for i in range(2):
        conn, addr = server.accept()
        data = conn.recv(1024)
        filename, contents = data.split(b"\n", 1)
        f = open(filename.decode(), "wb")
        f.write(contents)
        f.close()
        conn.close()
    server.close()
